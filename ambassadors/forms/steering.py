"""What a manager fills in: links, roles, contacts, the policy."""

from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.text import capfirst, slugify
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField

from ambassadors import rich_text, rights
from ambassadors.forms.persons import PersonField
from ambassadors.models import Ambassador, Policy, Role
from themes.forms.dates import DateInput
from themes.forms.languages import InLanguagesForm
from themes.forms.versions import Difference, VersionedForm
from themes.listening.language import language_of
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
    ambassador = PersonField(label=_("Who"), help_text=_("Begin to type a name."))
    role = forms.ModelChoiceField(label=_("Role"), queryset=Role.objects.live())
    theme = forms.ModelChoiceField(label=_("Theme"), queryset=Theme.objects.none())
    starts_on = forms.DateField(label=_("From"), required=False, widget=DateInput(), help_text=_("Empty: today."))
    last_day = forms.DateField(label=_("Last day"), required=False, widget=DateInput(), help_text=_("Empty: no end."))

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = programme.themes.live()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on") or timezone.localdate(), data.get("last_day")
        if last and last < first:
            self.add_error("last_day", _("The last day comes before the first."))
        return data

    def period(self) -> dict[str, Any]:
        """Return what `assign_role` takes."""
        data, last = self.cleaned_data, self.cleaned_data["last_day"]
        names = ("ambassador", "role", "theme", "starts_on")
        return {**{name: data[name] for name in names}, "ends_on": last and last + timedelta(days=1)}


class RoleForm(InLanguagesForm):
    rights = forms.MultipleChoiceField(
        label=_("Rights in the app"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever holds the role has them, from the first day until the last."),
    )

    class Meta:
        model = Role
        fields = [
            "name",
            "description",
            "expectation",
            "expected_number",
            "expected_per",
            "guidance",
            "helpdesk",
            "rights",
        ]
        widgets = {"guidance": forms.Textarea(attrs={"rows": 4}), "helpdesk": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expected_per"].required = False
        options = [(right.key, f"{capfirst(str(right.name))}. {right.description}") for right in rights.rights()]
        self.fields["rights"].choices = options  # type: ignore[attr-defined]

    def clean_expected_per(self) -> str:
        return self.cleaned_data["expected_per"] or Role.Per.MONTH

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if self.instance.pk is None:
            key = slugify(name)[:40]
            if not key or Role.objects.filter(key=key).exists():
                raise forms.ValidationError(_("There is a role of that name already."))
            self.instance.key = key
        return name


def _editor(label: str | Promise, rows: int, *, required: bool = True, initial: str = "") -> ProseEditorFormField:
    return ProseEditorFormField(
        label=label,
        extensions=rich_text.EXTENSIONS,
        sanitize=rich_text.clean,
        widget=forms.Textarea(attrs={"rows": rows}),
        required=required,
        initial=initial,
    )


def _words(text: str) -> str:
    lines = unescape(strip_tags(text.replace("</p>", "</p>\n"))).splitlines()
    return "\n".join(line for line in lines if line.strip())


class PolicyForm(VersionedForm):
    """The policy in the language of whoever begins it, and in the others where somebody wrote it in them too."""

    body = _editor(_("Text"), 18)

    class Meta:
        model = Policy
        fields = ["title", "body"]

    def __init__(self, *args: Any, start: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = get_language() or settings.LANGUAGE_CODE
        self.language = start.language or language_of(strip_tags(start.body)) or active
        names = {code: get_language_info(code)["name_translated"] for code, _name in settings.LANGUAGES}
        if self.language not in names:
            self.language = active
        self.others = [code for code in names if code != self.language]
        for code in self.others:
            held, words = start.translations.get(code, {}), {"language": names[code]}
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Title (%(language)s)") % words,
                max_length=160,
                required=False,
                initial=held.get("title", ""),
            )
            self.fields[f"body_{code}"] = _editor(
                _("Text (%(language)s)") % words, 14, required=False, initial=rich_text.clean(held.get("body", ""))
            )
        self.language_name = names[self.language]
        # A draft that somebody begins while another writes changes what stands there as well.
        self._was_saved = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for code in self.others:
            if bool(data.get(f"title_{code}")) != bool(data.get(f"body_{code}")):
                missing = "body" if data.get(f"title_{code}") else "title"
                self.add_error(f"{missing}_{code}", _("Title and text go together."))
        return data

    def differences(self) -> list[Difference]:
        """Return where they differ, in words without markup."""
        return [replace(one, stands=_words(one.stands), written=_words(one.written)) for one in super().differences()]

    def translations(self) -> dict[str, dict[str, str]]:
        """Return title and text by language, of those that were written besides the first."""
        data = self.cleaned_data
        written = {code: {"title": data[f"title_{code}"], "body": data[f"body_{code}"]} for code in self.others}
        return {code: text for code, text in written.items() if text["title"]}

    def other_fields(self) -> list[forms.BoundField]:
        """Return the fields of the other languages."""
        return [self[f"{name}_{code}"] for code in self.others for name in ("title", "body")]


class ContactForm(forms.Form):
    ambassador = PersonField(label=_("Colleague who keeps the contact"), help_text=_("Begin to type a name."))

    def __init__(self, *args: Any, taken: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = taken

    def clean_ambassador(self) -> Ambassador:
        person: Ambassador = self.cleaned_data["ambassador"]
        if person.pk in self.taken:
            raise forms.ValidationError(_("%(who)s keeps this contact already."), params={"who": person})
        return person
