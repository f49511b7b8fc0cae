"""A piece in another language: a page of its own that names the one it was made from."""

from django.db import transaction

from ambassadors.models import User
from cms.models import Shareable
from cms.tree import free_slug


@transaction.atomic
def begin_translation(*, piece: Shareable, language: str, by: User) -> Shareable:
    """The piece has a draft in that language, a copy to be rewritten; one that it has stays."""
    original = Shareable.objects.select_for_update(of=("self",)).get(pk=piece.original_key)
    known = Shareable.objects.versions_of(original).filter(language=language).first()
    if known is not None:
        return known
    source = original.specific
    slug = free_slug(source.get_parent(), f"{source.title} {language}", fallback="piece")
    made = source.copy(
        update_attrs={
            "slug": slug,
            "language": language,
            "translation_of": original,
            "is_urgent": False,
            "urgent_reason": "",
        },
        copy_revisions=False,
        keep_live=False,
        user=by,
    )
    return Shareable.objects.get(pk=made.pk)
