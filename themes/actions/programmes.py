"""Programmes, copies of them, and their readiness check."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from themes import audit, copying
from themes.audit import Person
from themes.models import (
    Goal,
    ListeningSource,
    Programme,
    ReadinessItem,
    Stakeholder,
    StakeholderHandle,
    Theme,
    ThemeTerm,
)
from themes.models.languages import as_written
from themes.slugs import free_slug


@transaction.atomic
def save_programme(*, programme: Programme, by: Person | None, changed: Iterable[str] = ()) -> Programme:
    """The programme is stored; a new one gets its address and an open readiness check."""
    is_new = programme.pk is None
    if is_new:
        programme.slug = free_slug(Programme, programme.name, fallback="programme")
    programme.save()
    if is_new:
        ReadinessItem.objects.bulk_create(ReadinessItem(programme=programme, key=key) for key in ReadinessItem.Key)
    audit.record(programme, audit.ADD if is_new else audit.CHANGE, by=by, programme=programme, changed=changed)
    return programme


@transaction.atomic
def copy_programme(*, source: Programme, programme: Programme, parts: Collection[str], by: Person) -> Programme:
    """The new programme has copies of the `parts` of the source: "goals", "themes" (live ones), "outside", "sources" (paused).

    What apps above bring along is in themes.copying. No figure comes along: a KPI needs a baseline of its own, so a copied goal only remembers which goal it came from.
    """
    save_programme(programme=programme, by=by)
    with as_written():
        _copy(source, programme, parts)
    copying.copy(source, programme, keys=parts, by=by)
    audit.record(programme, audit.COPY, by=by, programme=programme, source=source.name, parts=sorted(parts))
    return programme


def _copy(source: Programme, programme: Programme, parts: Collection[str]) -> None:
    themes = _copy_themes(source, programme) if "themes" in parts else {}
    if "goals" in parts:
        Goal.objects.bulk_create(
            Goal(
                programme=programme,
                title=goal.title,
                kind=goal.kind,
                beneficiary=goal.beneficiary,
                description=goal.description,
                language=goal.language,
                translations=goal.translations,
                sort_order=goal.sort_order,
                copied_from=goal,
            )
            for goal in source.goals.all()
        )
    if "outside" in parts:
        _copy_outside(source, programme, themes)
    if "sources" in parts:
        _copy_sources(source, programme)


def _copy_themes(source: Programme, programme: Programme) -> dict[int, Theme]:
    """Return the new themes by the primary key of the theme that each was copied from."""
    copied = {}
    for theme in source.themes.live().prefetch_related("terms"):
        new = Theme(programme=programme, **{name: getattr(theme, name) for name in Theme.DESCRIPTION})
        new.slug = free_slug(Theme, theme.name, fallback="theme")
        new.save()
        terms = theme.terms.all()
        ThemeTerm.objects.bulk_create(
            ThemeTerm(theme=new, kind=term.kind, language=term.language, text=term.text) for term in terms
        )
        copied[theme.pk] = new
    return copied


def _copy_outside(source: Programme, programme: Programme, themes: dict[int, Theme]) -> None:
    for stakeholder in source.stakeholders.prefetch_related("themes", "handles"):
        new = Stakeholder.objects.create(
            programme=programme,
            name=stakeholder.name,
            kind=stakeholder.kind,
            website=stakeholder.website,
            influence=stakeholder.influence,
            relation=stakeholder.relation,
            notes=stakeholder.notes,
        )
        new.themes.set([themes[theme.pk] for theme in stakeholder.themes.all() if theme.pk in themes])
        StakeholderHandle.objects.bulk_create(
            StakeholderHandle(stakeholder=new, network=one.network, handle=one.handle)
            for one in stakeholder.handles.all()
        )


def _copy_sources(source: Programme, programme: Programme) -> None:
    """They wait until somebody lets them listen: two programmes that hear the same would ask for the same answer twice."""
    now = timezone.now()
    ListeningSource.objects.bulk_create(
        ListeningSource(
            programme=programme,
            name=one.name,
            kind=one.kind,
            address=one.address,
            query=one.query,
            offers_questions=one.offers_questions,
            every_minutes=one.every_minutes,
            paused_at=now,
        )
        for one in source.listening_sources.all()
    )


@transaction.atomic
def save_readiness(*, items: Iterable[ReadinessItem], by: Person) -> None:
    """The items that are given are stored, evidence and day together."""
    for item in items:
        item.save()
        audit.record(item, audit.CHANGE, by=by, programme=item.programme, changed=["evidence", "met_on"])
