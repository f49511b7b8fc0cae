"""The writing desk of an ambassador."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField

from ambassadors import rich_text
from ambassadors.models import Ambassador
from cms import advice, pictures, post_text, prose, shelf, translations
from cms.actions.posts import Sitting
from cms.models import BlogPost, Picture
from cms.shareable import Shareable
from themes.forms.dates import MomentInput
from themes.models import Theme

FOCUS_CHOICES = [
    ("0-0", _("above left")),
    ("0-1", _("above")),
    ("0-2", _("above right")),
    ("1-0", _("left")),
    ("1-1", _("in the middle")),
    ("1-2", _("right")),
    ("2-0", _("below left")),
    ("2-1", _("below")),
    ("2-2", _("below right")),
]
_ALT = "alt-"
_LONGEST = 100_000  # characters that are looked at while somebody types


class PictureField(forms.FileField):
    """A picture that was looked at: its value is the file's content."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"})

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        file: UploadedFile | None = super().clean(data, initial)
        if not file:
            return None
        if (file.size or 0) > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
            raise forms.ValidationError(_("The file is larger than 15 MB."))
        content = file.read()
        try:
            pictures.redrawn(content)
        except pictures.PictureRefused as error:
            raise forms.ValidationError(str(error)) from error
        return content


class TextPictureForm(forms.Form):
    """A picture to stand in the text."""

    text_picture = PictureField(label=_("A picture in the text"))
    text_picture_description = forms.CharField(
        label=_("What it shows"), max_length=255, help_text=_("For people who cannot see it.")
    )


class OriginalField(forms.ModelChoiceField):
    """One of the author's posts, with its language beside it."""

    def label_from_instance(self, obj: Shareable) -> str:
        return f"{obj.draft_title or obj.title} ({obj.get_language_display()})"


class PostForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=240)
    summary = forms.CharField(
        label=_("In one or two sentences"),
        max_length=300,
        required=False,
        help_text=_("What a reader sees before opening it."),
        widget=forms.Textarea(attrs={"rows": 2, "data-limit": 300}),
    )
    body = ProseEditorFormField(
        label=_("Your story"),
        required=False,
        extensions=rich_text.EXTENSIONS | {"Image": True, "NoSpellCheck": False},
        widget=forms.Textarea(attrs={"rows": 16}),
    )
    text_picture = PictureField(label=_("A picture in the text"), required=False)
    text_picture_description = forms.CharField(
        label=_("What it shows"), max_length=255, required=False, help_text=_("For people who cannot see it.")
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.live(), label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    translation_of = OriginalField(
        Shareable.objects.none(),
        label=_("The same story in another language"),
        required=False,
        empty_label=_("It stands on its own"),
        help_text=_("Each reader then finds one of the two, in their own language, with a way to the other."),
    )
    picture = PictureField(
        label=_("Picture"),
        required=False,
        help_text=_("JPEG, PNG, WebP or AVIF, at most 15 MB. Where it was taken is removed from it."),
    )
    picture_description = forms.CharField(
        label=_("What the picture shows"),
        max_length=255,
        required=False,
        help_text=_("For people who cannot see it."),
    )
    library = forms.ModelChoiceField(Picture.objects.none(), label=_("A picture from the library"), required=False)
    focus = forms.ChoiceField(
        label=_("What matters in the picture"),
        choices=FOCUS_CHOICES,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("This part stays where lists and networks show less of it."),
    )
    without_picture = forms.BooleanField(label=_("Leave the picture out"), required=False)
    go_live_at = forms.DateTimeField(
        label=_("Not online before"),
        required=False,
        help_text=_("Empty: as soon as it is approved."),
        widget=MomentInput(),
    )
    version = forms.IntegerField(required=False, min_value=0, max_value=2**62, widget=forms.HiddenInput)
    saved_by_itself = forms.IntegerField(required=False, min_value=0, max_value=2**62, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        author: Ambassador,
        post: BlogPost | None = None,
        is_submitted: bool = False,
        is_automatic: bool = False,
        **kwargs: Any,
    ) -> None:
        self.author, self.post, self.is_submitted, self.is_automatic = author, post, is_submitted, is_automatic
        super().__init__(*args, **kwargs)
        # Not required to save, yet not optional either: the label says what each is needed for.
        self.fields["body"].needed_when = _("(needed to hand it in)")  # type: ignore[attr-defined]
        first = self.fields["translation_of"]
        first.queryset = translations.originals(author, post)  # type: ignore[attr-defined]
        if not first.queryset.exists():  # type: ignore[attr-defined]
            del self.fields["translation_of"]
        for name in ("picture_description", "text_picture_description"):
            self.fields[name].needed_when = _("(needed with a picture)")  # type: ignore[attr-defined]
        self.fields["library"].queryset = Picture.objects.free_for(author.user)  # type: ignore[attr-defined]
        if post is None or post.picture is None:
            del self.fields["without_picture"]
        if post is None or post.picture is None or post.picture.uploaded_by_user_id != author.user_id:
            del self.fields["focus"]
        if is_automatic:
            # What is half done is kept as it is; only handing it in and saving by hand ask for more.
            self.fields["title"].required = False
            for name in ("picture", "text_picture"):
                del self.fields[name]
        for number, alt in post_text.pictures_in(post.body if post else "").items():
            self.fields[f"{_ALT}{number}"] = forms.CharField(
                label=_("What this picture shows"), max_length=255, required=False, initial=alt
            )
            self.fields[f"{_ALT}{number}"].needed_when = _("(needed)")  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(draft: BlogPost) -> dict[str, Any]:
        """Return what the fields hold of a draft."""
        return {
            "title": draft.title,
            "summary": draft.summary,
            "body": post_text.for_desk(draft.body),
            "themes": [theme.pk for theme in draft.themes.all()],
            "language": draft.language,
            "translation_of": draft.translation_of_id,
            "picture_description": draft.picture.description if draft.picture else "",
            "focus": pictures.focus_of(draft.picture) if draft.picture else "",
            "go_live_at": draft.go_live_at,
            "version": draft.latest_revision_id,
        }

    def look(self) -> shelf.Look:
        """Return the pictures to take from, those of the story's themes first, and the one that was chosen and is not kept yet."""
        chosen = str(self["library"].value() or "")
        themes = self.post.themes.all() if self.post else ()
        return shelf.look(self.author.user, themes=themes, chosen=int(chosen) if chosen.isdecimal() else 0)

    def pictures_in_text(self) -> list[tuple[Picture, forms.BoundField]]:
        """Return the pictures that stand in the stored text, each with the field of what it shows."""
        names = [name for name in self.fields if name.startswith(_ALT)]
        known = Picture.objects.in_bulk([int(name.removeprefix(_ALT)) for name in names])
        return [(known[pk], self[f"{_ALT}{pk}"]) for pk in known]

    def words(self) -> dict[str, Any]:
        """Return what the author wrote, as `write_post` takes it."""
        left_out = ("version", "saved_by_itself")
        found = {name: value for name, value in self.cleaned_data.items() if not name.startswith((_ALT, *left_out))}
        return found | {"title": found["title"] or _first_words(found["body"])}

    def sitting(self) -> Sitting:
        """Return from which version the author writes on."""
        data = self.cleaned_data
        return Sitting(data.get("version") or 0, data.get("saved_by_itself") or 0, self.is_automatic)

    def clean_body(self) -> str:
        html = self.cleaned_data["body"]
        named = post_text.numbers_on_desk(html)
        stood = set(post_text.pictures_in(self.post.body)) if self.post else set()
        own = Picture.objects.filter(pk__in=named, uploaded_by_user=self.author.user).values_list("pk", flat=True)
        return post_text.from_desk(html, allowed=(named & stood) | set(own), words=_said(self.data, named))

    def clean_go_live_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["go_live_at"]
        if self.is_submitted and moment and moment <= timezone.now():
            raise forms.ValidationError(_("Choose a moment that is still to come."))
        return moment

    def clean(self) -> None:
        super().clean()
        data = self.cleaned_data
        same = translations.same_language(data.get("translation_of"), self.post, data.get("language", ""))
        if same is not None:
            self.add_error("language", _("This piece is there in this language: “%(title)s”.") % {"title": same.title})
        if self.is_automatic:
            return
        # What comes from the library has its words already.
        from_library = data.get("library") and not data.get("picture")
        shown = data.get("picture") or (
            not from_library and self.post and self.post.picture and not data.get("without_picture")
        )
        if shown and not data.get("picture_description"):
            self.add_error("picture_description", _("Say in a few words what the picture shows."))
        if data.get("text_picture") and not data.get("text_picture_description"):
            self.add_error("text_picture_description", _("Say in a few words what the picture shows."))
        body = data.get("body") or ""
        if "body" in data and not all(post_text.pictures_in(body).values()):
            self.add_error("body", _("A picture in the text has no description yet. Say in a few words what it shows."))
        if self.is_submitted:
            said = f"{data.get('title')}\n{data.get('summary')}\n{prose.plain(body)}"
            for one in advice.of_policy(said):
                self.add_error(None, f"{one.text}. {one.why}")
        if self.is_submitted and not prose.plain(body):
            self.add_error("body", _("There is no story yet. Save it as a draft, or write on."))


def story_so_far(data: Mapping[str, str]) -> str:
    """Return the story as it stands on the desk, in the shape that is stored; nothing of it is kept, so nobody asks whose pictures."""
    html = data.get("body", "")[:_LONGEST]
    named = post_text.numbers_on_desk(html)
    return post_text.from_desk(html, allowed=named, words=_said(data, named))


def _said(data: Mapping[str, str], pictures: Iterable[int]) -> dict[int, str]:
    """Return what each picture shows, as its own field says."""
    return {pk: data.get(f"{_ALT}{pk}", "").strip()[:255] for pk in pictures}


def _first_words(body: str) -> str:
    """Return what stands for a title until there is one."""
    return Truncator(prose.plain(body)).words(8)[:240]
