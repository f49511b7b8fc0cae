"""What a manager fills in: links, roles, contacts, the policy."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField

from ambassadors import rich_text
from ambassadors.models import Ambassador, Policy, Role
from themes.forms.versions import VersionedForm
from themes.models import Programme, Theme


class LinkForm(forms.Form):
    theme = forms.ModelChoiceField(label=_("Theme"), queryset=Theme.objects.none())
    reason = forms.CharField(
        label=_("Why this person"), required=False, max_length=240, help_text=_("They read it with your question.")
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = programme.themes.live()  # type: ignore[attr-defined]


class AssignmentForm(forms.Form):
    ambassador = forms.ModelChoiceField(label=_("Who"), queryset=Ambassador.objects.none())
    role = forms.ModelChoiceField(label=_("Role"), queryset=Role.objects.live())
    theme = forms.ModelChoiceField(label=_("Theme"), queryset=Theme.objects.none())

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = programme.themes.live()  # type: ignore[attr-defined]
        people = Ambassador.objects.active().select_related("user")
        self.fields["ambassador"].queryset = people  # type: ignore[attr-defined]


class RoleForm(VersionedForm):
    class Meta:
        model = Role
        fields = ["name", "description", "expectation", "guidance"]
        widgets = {"guidance": forms.Textarea(attrs={"rows": 4})}

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if self.instance.pk is None:
            key = slugify(name)[:40]
            if not key or Role.objects.filter(key=key).exists():
                raise forms.ValidationError(_("There is a role of that name already."))
            self.instance.key = key
        return name


class PolicyForm(forms.ModelForm[Policy]):
    body = ProseEditorFormField(
        label=_("Text"),
        extensions=rich_text.EXTENSIONS,
        sanitize=rich_text.clean,
        widget=forms.Textarea(attrs={"rows": 18}),
    )

    class Meta:
        model = Policy
        fields = ["title", "body"]


class ContactForm(forms.Form):
    ambassador = forms.ModelChoiceField(label=_("Colleague who keeps the contact"), queryset=Ambassador.objects.none())

    def __init__(self, *args: Any, taken: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Ambassador.objects.active().select_related("user").exclude(pk__in=taken)
        self.fields["ambassador"].queryset = people  # type: ignore[attr-defined]
