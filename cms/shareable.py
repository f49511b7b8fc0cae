"""Shareable content: what every piece has, whatever its kind."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.blocks import StreamValue
from wagtail.images import get_image_model
from wagtail.models import Orderable, Page, PageManager, PageQuerySet
from wagtail.search import index

from ambassadors.models import Ambassador, Team
from cms import addresses, looks, post_previews
from cms.audience_panel import audience_panel, urgent_panel
from cms.audiences import AudienceFields, ForAudience
from cms.plan_panel import PlanPanel
from themes import networks
from themes.choice_array import ChoiceArrayField
from themes.forms.dates import MomentInput
from themes.models import Theme

# The sizes in which lists show a picture.
CARD_PICTURE = "fill-640x360|format-webp"
LEAD_PICTURE = "fill-1200x675|format-webp"


_STORIES = ("article", "externallink", "eventpage", "videopage")


class ShareableQuerySet(PageQuerySet):
    """Pieces by what may be done with them."""

    def open_to_sharing(self, at: datetime | None = None) -> "ShareableQuerySet":
        """Live pieces that everybody may read, in their time."""
        return self.in_their_time(at).public()

    def in_their_time(self, at: datetime | None = None) -> "ShareableQuerySet":
        """Live pieces after their embargo and before their expiry; vacancies as long as one can apply."""
        moment = at or timezone.now()
        closed = Shareable.objects.filter(vacancy__valid_through__lt=timezone.localdate(moment)).order_by().values("pk")
        return (
            self.live()
            .filter(Q(share_from=None) | Q(share_from__lte=moment), Q(share_until=None) | Q(share_until__gt=moment))
            .exclude(pk__in=closed)
        )

    def stories(self) -> "ShareableQuerySet":
        """Those that stand among the stories: all but blog posts and vacancies."""
        return self.filter(content_type__model__in=_STORIES, content_type__app_label="cms")

    def with_original(self) -> "ShareableQuerySet":
        """With `original`, the key of the piece that each is a translation of, or its own: what all its languages have in common."""
        return self.annotate(original=Coalesce("translation_of", "pk"))

    def versions_of(self, piece: "Shareable") -> "ShareableQuerySet":
        """The piece in every language, the one it began with first."""
        key = piece.original_key
        if key is None:
            return self.none()
        return self.filter(Q(pk=key) | Q(translation_of=key)).order_by(
            models.F("translation_of").asc(nulls_first=True), "pk"
        )

    def newest(self) -> "ShareableQuerySet":
        """Live ones that everybody may read, the last published first."""
        return self.live().public().order_by("-first_published_at", "-pk")

    def told_once(self, language: str) -> "ShareableQuerySet":
        """Of each piece that can be read in this language that one alone; those that cannot stay as they are."""
        first = Coalesce(OuterRef("translation_of"), OuterRef("pk"))
        same = Shareable.objects.live().filter(Q(pk=first) | Q(translation_of=first), language=language).order_by()
        return self.filter(Q(language=language) | ~Exists(same))

    def related_to(self, piece: "Shareable") -> "ShareableQuerySet":
        """Other live pieces that share a theme with this one: those in its language first, then those with most themes in common."""
        shared = models.Count("themes", filter=Q(themes__in=[theme.pk for theme in piece.themes.all()]))
        same_language = models.Case(models.When(language=piece.language, then=0), default=1)
        others = (
            self.newest().told_once(piece.language).exclude(pk__in=Shareable.objects.versions_of(piece).values("pk"))
        )
        found = others.annotate(shared=shared).filter(shared__gt=0)
        return found.order_by(same_language, "-shared", "-first_published_at", "-pk")

    def for_cards(self) -> "ShareableQuerySet":
        """With the picture and themes that a list shows of each."""
        pictures = get_image_model().objects.prefetch_renditions(CARD_PICTURE, LEAD_PICTURE)
        return self.prefetch_related(models.Prefetch("picture", queryset=pictures), "themes")

    def for_ambassador(self, ambassador: Ambassador) -> "ShareableQuerySet":
        """Pieces whose audience includes the person; a team stands for all that is part of it as well."""
        roles = ambassador.role_assignments.current().values("role")
        followed = ambassador.theme_links.filter(state="accepted").values("theme")
        about = Shareable.themes.through.objects.filter(shareable=OuterRef("pk"), theme__in=followed)
        return self.filter(
            Q(audience_teams=None) | Q(audience_teams__in=Team.objects.upwards(ambassador.team_id)),
            Q(audience_roles=None) | Q(audience_roles__in=roles),
            Q(audience_places=[]) | Q(audience_places__contains=[ambassador.location]),
            Q(audience_followers=False) | Exists(about),
            Q(language__in=ambassador.languages or [code for code, _name in settings.LANGUAGES]),
        ).distinct()


class ShareableForm(AudienceFields, WagtailAdminPageForm):
    """Wagtail's form, which lets no picture go out without words for those who cannot see it."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        picture = data.get("picture")
        if self.goes_out and picture is not None and not picture.description.strip():
            self.add_error(
                "picture",
                _("Describe the picture first, for people who cannot see it: edit it and fill in its description."),
            )
        if self.goes_out and "body" in self.fields and not self._says_something(data.get("body")):
            words = _("There is nothing to read or to share yet: write a text, or a suggested text under Sharing.")
            self.add_error("body", words)
        if data.get("is_urgent") and not str(data.get("urgent_reason") or "").strip():
            self.add_error("urgent_reason", _("Say in a few words why people should hear of it now; they read it."))
        return data

    @property
    def goes_out(self) -> bool:
        """Whether the editor asks for more than a draft."""
        return any(name in self.data for name in ("action-publish", "action-submit"))

    def _says_something(self, body: Any) -> bool:
        """Whether there is a text, a picture in it, or a suggested text."""
        field = self.instance._meta.get_field("body")
        found = " ".join(field.get_searchable_content(body)) if body else ""
        if found.strip() or (isinstance(body, StreamValue) and any("picture" in block.block_type for block in body)):
            return True
        texts = (form for form in self.formsets["variants"].forms if form["DELETE"].value() not in (True, "on", "1"))
        return any(str(form["text"].value() or "").strip() for form in texts)


class Shareable(ForAudience, Page):
    """A page that ambassadors can share; each kind of content is one."""

    summary = models.CharField(_("summary"), max_length=300, blank=True)
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    themes = ParentalManyToManyField(Theme, blank=True, related_name="pieces", verbose_name=_("themes"))
    networks = ChoiceArrayField(
        models.CharField(max_length=20, choices=networks.choices),
        verbose_name=_("networks"),
        default=list,
        blank=True,
        help_text=_("Where it may be shared; none chosen means everywhere."),
    )
    share_from = models.DateTimeField(_("not to be shared before"), null=True, blank=True)
    share_until = models.DateTimeField(_("not to be shared after"), null=True, blank=True)
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=[(1, _("high")), (2, _("normal")), (3, _("low"))], default=2
    )
    disclosure_required = models.BooleanField(
        _("say where you work"), default=True, help_text=_("The text must say that the ambassador works here.")
    )

    translation_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
        help_text=_("The same piece in the language it began in. Everybody finds one of them, in their own language."),
    )
    is_urgent = models.BooleanField(_("tell people at once when it is published"), default=False)
    urgent_reason = models.CharField(
        _("why now"),
        max_length=200,
        blank=True,
        help_text=_("People read it above the piece, in the mail and in the app."),
    )

    objects = PageManager.from_queryset(ShareableQuerySet)()
    base_form_class = ShareableForm
    is_creatable = False

    search_fields = [*Page.search_fields, index.SearchField("summary"), index.FilterField("language")]
    content_panels = [PlanPanel(), *Page.content_panels, FieldPanel("summary"), FieldPanel("picture")]
    share_panels = [
        FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
        InlinePanel("variants", heading=_("Suggested texts"), label=_("text")),
        FieldPanel("networks"),
        MultiFieldPanel(
            [
                FieldPanel("share_from", widget=MomentInput),
                FieldPanel("share_until", widget=MomentInput),
                FieldPanel("priority"),
            ],
            _("When"),
        ),
        audience_panel(),
        FieldPanel("translation_of"),
        urgent_panel(),
        FieldPanel("disclosure_required"),
    ]

    class Meta:
        verbose_name = _("shareable content")
        verbose_name_plural = _("shareable content")
        constraints = [
            models.UniqueConstraint(
                fields=["translation_of", "language"], name="a piece has one translation per language"
            )
        ]

    def clean(self) -> None:
        super().clean()
        self._clean_translation()
        if self.share_from and self.share_until and self.share_until <= self.share_from:
            raise ValidationError({"share_until": _("The last moment comes after the first.")})

    def _clean_translation(self) -> None:
        """It is a translation of the first one, never of itself, and no two are in one language."""
        first: Shareable | None = self.translation_of
        if first is not None and first.pk == self.pk:
            raise ValidationError({"translation_of": _("A piece is no translation of itself.")})
        if first is not None and first.translation_of is not None:
            self.translation_of = first.translation_of
        if first is not None and self.pk and self.translations.exists():
            raise ValidationError({"translation_of": _("Other languages were made from this one, so it is the first.")})
        same = Shareable.objects.versions_of(self).exclude(pk=self.pk).filter(language=self.language).first()
        if same is not None:
            words = _("This piece is there in this language: “%(title)s”.") % {"title": same.title}
            raise ValidationError({"language": words})

    @classmethod
    def edit_tabs(cls) -> TabbedInterface:
        """What an editor fills in: the content, how it is shared, and Wagtail's own settings."""
        return TabbedInterface(
            [
                ObjectList(cls.content_panels, heading=_("Content")),
                ObjectList(cls.share_panels, heading=_("Sharing")),
                ObjectList(cls.promote_panels, heading=_("Promote")),
                ObjectList(cls.settings_panels, heading=_("Settings")),
            ]
        )

    @property
    def original_key(self) -> int:
        """The key of the piece in the language it began in: its own, where it is that one."""
        key: int = self.translation_of_id or self.pk
        return key

    @property
    def is_open_to_sharing(self) -> bool:
        return self.live and self.has_opened and (self.share_until is None or self.share_until > timezone.now())

    @property
    def has_opened(self) -> bool:
        """Whether its embargo, if any, is over."""
        return self.share_from is None or self.share_from <= timezone.now()

    @property
    def is_on_its_way(self) -> bool:
        """Whether it is published, if only for a later moment."""
        return self.live or self.approved_schedule

    @property
    def theme(self) -> Theme | None:
        """The theme that gives the piece its colour: the first of its own."""
        return next(iter(self.themes.all()), None)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        versions = list(Shareable.objects.versions_of(self).live().public()) if self.pk else []
        return super().get_context(request, *args, **kwargs) | {"versions": versions if len(versions) > 1 else []}

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """The page itself, and a post about it on each network where it may be shared."""
        return [("", _("Page")), *((look.key, look.name) for look in looks.drawn() if self.allows(look.key))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the page, or how posts about it will look."""
        look = looks.get(mode_name)
        if look is None:
            return super().serve_preview(request, mode_name)
        context = {
            "page": self,
            "look": look,
            "posts": post_previews.posts(self, look),
            "host": post_previews.host_of(self),
        }
        return TemplateResponse(request, "cms/network_preview.html", context)

    def theme_ids(self) -> list[int]:
        """Return the themes that the piece is about."""
        return [theme.pk for theme in self.themes.all()]

    def allows(self, network: str) -> bool:
        """Whether the piece may be shared on that network."""
        return not self.networks or network in self.networks

    def share_target(self) -> str:
        """The address that a tracked link leads to; never names a person."""
        return addresses.of_page(self)


class TextVariant(Orderable):
    """A suggested text for a network, or for any; several of them, so that colleagues don't post the same."""

    piece = ParentalKey(Shareable, on_delete=models.CASCADE, related_name="variants")
    network = models.CharField(
        _("network"), max_length=20, choices=networks.choices, blank=True, help_text=_("Empty: any.")
    )
    text = models.TextField(_("text"), max_length=3000)

    panels = [FieldPanel("network"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("suggested text")
        verbose_name_plural = _("suggested texts")

    def __str__(self) -> str:
        return self.text[:60]
