"""Puts many pages into the tree at once, and finds slugs that are free there."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Model
from django.utils.text import slugify
from wagtail.models import Page
from wagtail.search.backends import get_search_backend


@transaction.atomic
def add_children(parent: Page, pages: Sequence[Page]) -> None:
    """The new pages, all of one kind, stand below the parent and can be found; they are not validated.

    `add_child` asks some thirty questions a page. This asks as many for hundreds: one insert for each table of the
    kind's inheritance, which Django's bulk_create refuses. Slugs must be free and differ from each other.
    """
    if not pages:
        return
    kind = type(pages[0])
    above = Page.objects.select_for_update().get(pk=parent.pk)
    last = above.get_last_child()
    path = last._inc_path() if last else Page._get_path(above.path, above.depth + 1, 1)
    for page in pages:
        page.path, page.depth, page.numchild = path, above.depth + 1, 0
        page.locale_id = above.locale_id
        page.draft_title = page.title
        page.set_url_path(above)
        path = page._inc_path()
    kinds: list[type[Page]] = [base for base in reversed(kind.__mro__) if issubclass(base, Page)]
    tables = [base for base in kinds if not base._meta.abstract]
    rows = Page._base_manager.bulk_create([_row(Page, page) for page in pages])
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.id = row.pk
        for base in tables[1:]:
            setattr(page, base._meta.pk.attname, row.pk)
        page._state.adding = False
    for base in tables[1:]:
        base._base_manager.all()._insert(pages, fields=base._meta.local_concrete_fields, using=above._state.db)
    Page.objects.filter(pk=above.pk).update(numchild=F("numchild") + len(pages))
    get_search_backend().add_bulk(kind, pages)


def _row(model: type[Model], page: Page) -> Model:
    names = [field.attname for field in model._meta.local_concrete_fields if not field.primary_key]
    return model(**{name: getattr(page, name) for name in names})


def free_slug(parent: Page, title: str, *, fallback: str, page_id: int | None = None) -> str:
    """Return a slug for the title that no other child of the parent has: forty-kitchens, forty-kitchens-2 and so on."""
    base = slugify(title)[:80].strip("-") or fallback
    others = parent.get_children().exclude(pk=page_id).filter(slug__startswith=base)
    taken, number = set(others.values_list("slug", flat=True)), 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug
