"""Pictures, with the words that stand for them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image, ImageQuerySet
from wagtail.search import index

from ambassadors.models import User
from themes.models import Theme


class PictureQuerySet(ImageQuerySet):
    """Pictures by who may take them."""

    def free_for(self, user: User) -> Self:
        """Described ones that a person may put above their own post: their own, and what the library holds for colleagues."""
        mine = Q(uploaded_by_user=user) | Q(is_for_colleagues=True)
        return self.filter(mine).exclude(description="").order_by("-created_at", "-pk")


class Picture(AbstractImage):
    """A picture in the library; `description` is its alternative text, `source_url` where it was found."""

    source_url = models.URLField(_("found at"), max_length=1000, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="pictures", verbose_name=_("theme")
    )
    is_for_colleagues = models.BooleanField(
        _("colleagues may take it for their own posts"),
        default=False,
        help_text=_("Only where it is described, and where you may give it out."),
    )

    objects = PictureQuerySet.as_manager()
    admin_form_fields = (*Image.admin_form_fields, "credit", "theme", "is_for_colleagues")
    search_fields = [
        *AbstractImage.search_fields,
        index.FilterField("theme"),
        index.FilterField("is_for_colleagues"),
        index.FilterField("description"),
        index.RelatedFields("theme", [index.SearchField("name"), index.AutocompleteField("name")]),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")


class PictureRendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="a rendition occurs once")
        ]
