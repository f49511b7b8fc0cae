"""Fills the editor's desk and the scouts' box: what was handed in, what is asked beside a passage, which words stop a post, what was urgent, and a piece in two languages."""

import json
import re
from collections.abc import Mapping
from datetime import timedelta

from bs4 import BeautifulSoup
from wagtail.models import Comment

from ambassadors.models import User
from cms import search
from cms.actions.translations import begin_translation
from cms.models import BlogPost, HandIn, Shareable
from cms.tree import free_slug
from sharehub.demo.accounts import DEMO_ACCOUNTS
from sharehub.demo.calendar import Calendar
from sharehub.demo.people import Person
from sharehub.demo.texts import Fields, as_story, table
from sharehub.models import UrgentCall
from themes.models import Organisation, Theme


def fill_desk(calendar: Calendar, people: Mapping[str, Person], pieces: Mapping[str, Shareable]) -> None:
    """The box holds something of every kind, an author has a question to answer, and every piece can be found."""
    fields = table("desk")
    editor = User.objects.get(email=DEMO_ACCOUNTS[1].email)
    organisation = Organisation.load()
    organisation.stop_words = fields["stop_words"].strip()
    organisation.save()
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    for item in fields["hand_ins"]:
        _hand_in(calendar, people, pieces, themes, editor, item)
    _remark(calendar, pieces, editor, fields["remark"])
    _call(calendar, pieces, editor, fields["urgent"])
    _translate(pieces, editor, fields["translation"])
    while due := search.due():
        search.take_words(due)


def _translate(pieces: Mapping[str, Shareable], editor: User, item: Fields) -> None:
    """One piece is told in two languages."""
    first = pieces[item["piece"]]
    page = begin_translation(piece=first, language=item["language"], by=editor).specific
    page.title = page.draft_title = item["title"]
    page.summary = page.search_description = item["summary"]
    page.body = as_story(item["body"])
    page.slug = free_slug(page.get_parent(), page.title, fallback="piece", page_id=page.pk)
    page.variants = []
    page.first_published_at = first.first_published_at
    page.save_revision(user=editor).publish(user=editor)


def _call(calendar: Calendar, pieces: Mapping[str, Shareable], editor: User, item: Fields) -> None:
    """One piece was urgent this morning, and everybody heard of it."""
    piece, at = pieces[item["piece"]], calendar.now - timedelta(hours=3)
    Shareable.objects.filter(pk=piece.pk).update(is_urgent=True, urgent_reason=item["reason"])
    UrgentCall.objects.create(
        piece_id=piece.pk, reason=item["reason"], called_by=editor, called_at=at, told_at=at + timedelta(minutes=1)
    )


def _hand_in(
    calendar: Calendar,
    people: Mapping[str, Person],
    pieces: Mapping[str, Shareable],
    themes: Mapping[str, Theme],
    editor: User,
    item: Fields,
) -> None:
    text, at = item["text"], min(calendar.at(calendar.ago(item["ago"]), 8.4), calendar.now)
    link = re.search(r"https://\S+", text)
    kind = HandIn.Kind.LINK if link else HandIn.Kind.QUESTION if text.endswith("?") else HandIn.Kind.NOTE
    row = HandIn(
        ambassador=people[item["who"]].ambassador,
        kind=kind,
        text=text,
        url=link[0] if link else "",
        theme=themes[item["theme"]],
        answer=item.get("answer", ""),
    )
    if "became" in item:
        row.state, row.piece_id = HandIn.State.USED, pieces[item["became"]].pk
    elif "answer" in item:
        row.state = HandIn.State.ASIDE
    if row.state != HandIn.State.WAITING:
        row.decided_at, row.decided_by = at + timedelta(hours=6), editor
    row.save()
    HandIn.objects.filter(pk=row.pk).update(handed_in_at=at)


def _remark(calendar: Calendar, pieces: Mapping[str, Shareable], editor: User, item: Fields) -> None:
    """The editor marked a passage of a post in Wagtail and wrote beside it; the post still waits."""
    post = BlogPost.objects.get(pk=pieces[item["post"]].pk)
    revision = post.latest_revision
    soup = BeautifulSoup(revision.content["body"], "html.parser")
    block = next(tag for tag in soup.find_all("p") if item["passage"] in tag.get_text())
    block["data-block-key"] = "straat"
    begin = block.get_text().index(item["passage"])
    position = json.dumps([{"key": "straat", "start": begin, "end": begin + len(item["passage"])}])
    comment = Comment(page=post, user=editor, text=item["text"], contentpath="body", revision_created=revision)
    comment.position = position
    comment.save()
    revision.content["body"] = str(soup)
    revision.content["wagtail_admin_comments"] = [comment.serializable_data() | {"position": position}]
    revision.save(update_fields=["content"])
    Comment.objects.filter(pk=comment.pk).update(created_at=calendar.now - timedelta(hours=3))
