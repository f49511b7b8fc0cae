"""Addresses made from names."""

from django.db import models
from django.utils.text import slugify

# Words that stand in the same place of an address as a slug.
_RESERVED = {"new", "edit"}


def free_slug(model: type[models.Model], name: str, *, fallback: str, length: int = 60) -> str:
    """Return a slug for the name that no row of the model has: heat-networks, heat-networks-2 and so on."""
    base = slugify(name)[: length - 4].strip("-") or fallback
    taken = set(model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True)) | _RESERVED
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
