"""Themes and their words."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from themes import audit, merging, undo
from themes.audit import Person
from themes.listening import audience
from themes.models import Theme, ThemeTerm
from themes.slugs import free_slug
from themes.tasks import match_conversations

Term = tuple[str, str, str]  # kind, language, text


@transaction.atomic
def save_theme(*, theme: Theme, terms: Iterable[Term], by: Person, changed: Iterable[str] = ()) -> Theme:
    """The theme has exactly these words; an address once given stays, because links name it."""
    is_new = theme.pk is None
    if is_new:
        theme.slug = free_slug(Theme, theme.name, fallback="theme")
    theme.save()
    wanted, held = set(terms), {(term.kind, term.language, term.text): term.pk for term in theme.terms.all()}
    theme.terms.filter(pk__in=[pk for term, pk in held.items() if term not in wanted]).delete()
    new = sorted(wanted - held.keys())
    ThemeTerm.objects.bulk_create(ThemeTerm(theme=theme, kind=k, language=lang, text=text) for k, lang, text in new)
    audit.record(theme, audit.ADD if is_new else audit.CHANGE, by=by, programme=theme.programme, changed=changed)
    match_conversations.delay_on_commit(theme.programme_id)
    return theme


@transaction.atomic
def take_over_heard(*, theme: Theme, field: str, by: Person, back: str) -> str | None:
    """The field of the audience profile says what was heard as well; return the token that undoes it, None with nothing to add."""
    locked = Theme.objects.select_for_update(of=("self",)).get(pk=theme.pk)
    offer = audience.offers(locked, timezone.localdate()).get(field)
    if offer is None:
        return None
    token = undo.keep_fields(locked, [field], owner=by.pk, back=back)
    setattr(locked, field, offer.value)
    locked.save(update_fields=[field])
    audit.record(locked, audit.CHANGE, by=by, programme=theme.programme, changed=[field])
    return token


@transaction.atomic
def retire_theme(*, theme: Theme, by: Person, back: str) -> str:
    """The theme is retired and its history stays; return the token that brings it back."""
    token = undo.keep_fields(theme, ["retired_at"], owner=by.pk, back=back)
    theme.retire()
    audit.record(theme, audit.RETIRE, by=by, programme=theme.programme, changed=["retired_at"])
    return token


@transaction.atomic
def merge_theme(*, source: Theme, target: Theme, by: Person) -> bool:
    """The source goes on as the target (see themes.merging); False, and nothing done, where one of them is not live now."""
    locked = {theme.pk: theme for theme in Theme.objects.select_for_update().filter(pk__in=[source.pk, target.pk])}
    if len(locked) < 2 or not all(theme.is_live for theme in locked.values()):
        return False
    merging.merge(locked[source.pk], locked[target.pk])
    audit.record(source, audit.MERGE, by=by, programme=source.programme, into=target.name)
    return True
