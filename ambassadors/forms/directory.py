"""The directory: looking through it, and the tree of teams."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.forms.models import ModelChoiceIterator, ModelChoiceIteratorValue
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador, Role, Team, User
from themes.forms.versions import VersionedForm
from themes.models import Programme, Theme

_INDENT = "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}"


class _Tree(ModelChoiceIterator):
    """The teams of a choice, each below the one it is part of."""

    def __iter__(self) -> Iterator[tuple[ModelChoiceIteratorValue | str, str]]:
        if self.field.empty_label is not None:
            yield "", str(self.field.empty_label)
        for team in Team.objects.as_tree():
            yield ModelChoiceIteratorValue(team.pk, team), _INDENT * team.depth + team.name


class _ManyOptions(forms.Select):
    """A choice out of a thousand: the options are written in one go, not drawn one by one."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        chosen = {str(key) for key in self.format_value(value)}
        options = ((key, SafeString(" selected") if str(key) in chosen else "", label) for key, label in self.choices)
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            format_html_join("", '<option value="{}"{}>{}</option>', options),
        )


class TeamChoiceField(forms.ModelChoiceField):
    """A team out of the tree."""

    iterator = _Tree
    widget = _ManyOptions

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"queryset": Team.objects.all(), "label": _("Team"), **kwargs})


class PersonFilterForm(forms.Form):
    q = forms.CharField(
        label=_("Name, job or knowledge"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    team = TeamChoiceField(required=False, empty_label=_("All"))
    theme = forms.ModelChoiceField(
        label=_("Theme"), queryset=Theme.objects.none(), required=False, empty_label=_("All")
    )
    role = forms.ModelChoiceField(label=_("Role"), queryset=Role.objects.all(), required=False, empty_label=_("All"))
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("All")), *settings.LANGUAGES])
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("active", _("takes part")),
            ("paused", _("pauses")),
            ("coming", _("has not joined yet")),
            ("unlinked", _("has no theme yet")),
            ("inactive", _("no longer in the directory")),
        ],
    )

    def __init__(self, *args: Any, programme: Programme, themes: Sequence[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["theme"]
        field.queryset = programme.themes.live()  # type: ignore[attr-defined]
        field.choices = [("", _("All")), *((theme.pk, str(theme)) for theme in themes)]  # type: ignore[attr-defined]


class PersonForm(VersionedForm):
    """What the organisation knows about somebody; what people tell about themselves is not in it."""

    team = TeamChoiceField(required=False, empty_label=_("none"))

    class Meta:
        model = Ambassador
        fields = ["job_title", "team", "location"]


class TeamForm(VersionedForm):
    parent = TeamChoiceField(label=_("Part of"), required=False, empty_label=_("nothing; it stands at the top"))
    lead_email = forms.EmailField(
        label=_("Team lead"), required=False, help_text=_("The e-mail address of somebody with an account.")
    )

    class Meta:
        model = Team
        fields = ["name", "parent"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lead = self.instance.lead
        self.fields["lead_email"].initial = lead.email if lead else ""

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        if Team.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is a team of that name already."))
        return name

    def clean_parent(self) -> Team | None:
        parent: Team | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and parent.pk in Team.objects.ids_within(self.instance.pk):
            words = {"team": self.instance.name, "parent": parent}
            if parent.pk == self.instance.pk:
                raise forms.ValidationError(_("A team cannot be part of itself."))
            raise forms.ValidationError(
                _("%(parent)s is part of %(team)s, so %(team)s cannot be part of it: that would be a circle."),
                params=words,
            )
        return parent

    def clean_lead_email(self) -> str:
        email = str(self.cleaned_data["lead_email"])
        self.lead = User.objects.filter(email__iexact=email, is_active=True).first() if email else None
        if email and self.lead is None:
            raise forms.ValidationError(_("Nobody with an account has this address."))
        return email
