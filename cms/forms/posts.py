"""The writing desk of an ambassador."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField

from ambassadors import rich_text
from cms import pictures, prose
from cms.models import BlogPost
from themes.models import Theme


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
        extensions=rich_text.EXTENSIONS,
        sanitize=prose.clean,
        widget=forms.Textarea(attrs={"rows": 16}),
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.live(), label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("JPEG, PNG, WebP or AVIF, at most 15 MB. Where it was taken is removed from it."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
    )
    picture_description = forms.CharField(
        label=_("What the picture shows"),
        max_length=255,
        required=False,
        help_text=_("For people who cannot see it."),
    )
    without_picture = forms.BooleanField(label=_("Leave the picture out"), required=False)

    def __init__(self, *args: Any, post: BlogPost | None = None, is_submitted: bool = False, **kwargs: Any) -> None:
        self.post, self.is_submitted = post, is_submitted
        super().__init__(*args, **kwargs)
        # Not required to save, yet not optional either: the label says what each is needed for.
        self.fields["body"].needed_when = _("(needed to hand it in)")  # type: ignore[attr-defined]
        self.fields["picture_description"].needed_when = _("(needed with a picture)")  # type: ignore[attr-defined]
        if post is None or post.picture is None:
            del self.fields["without_picture"]

    @staticmethod
    def initial_of(draft: BlogPost) -> dict[str, Any]:
        """Return what the fields hold of a draft."""
        return {
            "title": draft.title,
            "summary": draft.summary,
            "body": draft.body,
            "themes": [theme.pk for theme in draft.themes.all()],
            "language": draft.language,
            "picture_description": draft.picture.description if draft.picture else "",
        }

    def clean_picture(self) -> bytes | None:
        file: UploadedFile | None = self.cleaned_data["picture"]
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

    def clean(self) -> None:
        super().clean()
        data = self.cleaned_data
        shown = data.get("picture") or (self.post and self.post.picture and not data.get("without_picture"))
        if shown and not data.get("picture_description"):
            self.add_error("picture_description", _("Say in a few words what the picture shows."))
        if self.is_submitted and not prose.plain(data.get("body") or ""):
            self.add_error("body", _("There is no story yet. Save it as a draft, or write on."))
