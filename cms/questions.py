"""A question from outside that becomes a post: the way there, and what the desk begins with."""

from django.urls import reverse
from django.utils.html import escape, linebreaks
from django.utils.translation import gettext_lazy as _

from ambassadors.answers import Way, register_way
from ambassadors.models import Ambassador, AnswerRequest


def register() -> None:
    """Who took a question can write a post about it."""
    register_way("post", Way(label=_("Write a post about it"), icon="pencil-square", url=_desk))


def beginning(author: Ambassador, number: str) -> dict[str, object]:
    """Return what the fields of a new post hold for a question that this author took; nothing for any other number."""
    if not number.isdecimal():
        return {}
    mine = AnswerRequest.objects.filter(ambassador=author, state__in=["taken", "answered"])
    asked = mine.select_related("conversation").filter(pk=int(number) % 2**31).first()
    if asked is None:
        return {}
    said = asked.conversation
    quoted = linebreaks(escape(said.text[:1500]))
    start: dict[str, object] = {"body": f"<blockquote>{quoted}</blockquote><p></p>", "title": said.title[:240]}
    if said.theme_id:
        start["themes"] = [said.theme_id]
    return start | ({"language": said.language} if said.language in author.languages else {})


def _desk(asked: AnswerRequest) -> str:
    return f"{reverse('cms:post_new')}?question={asked.pk}"
