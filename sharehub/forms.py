"""What a manager fills in about highlights and screens, and an ambassador about boards and accounts."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.forms.me import free_pseudonym
from ambassadors.models import Ambassador
from sharehub.models import Crisis, Highlight, PlanPreferences, WallLink
from sharehub.networks import NetworkModule
from sharehub.networks.connecting.api import Asks
from themes.forms.dates import MomentInput


class HighlightForm(forms.ModelForm[Highlight]):
    class Meta:
        model = Highlight
        fields = ["ambassador", "text"]
        help_texts = {
            "ambassador": _("Only people who agreed to be shown."),
            "text": _("In one sentence. It stands on the wall for two weeks, and in colleagues' week by mail."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Ambassador.objects.active().filter(is_on_wall=True).select_related("user")
        self.fields["ambassador"].queryset = people  # type: ignore[attr-defined]


class WallForm(forms.ModelForm[WallLink]):
    class Meta:
        model = WallLink
        fields = ["name", "language", "appearance"]
        help_texts = {"name": _("For example: canteen, ground floor.")}


class CrisisForm(forms.ModelForm[Crisis]):
    """Why all sharing is stopped, until when, and where links lead meanwhile."""

    is_sure = forms.BooleanField(
        label=_("Yes, stop all sharing now"),
        help_text=_("Everybody in the programme gets a mail. You can lift it at any moment."),
    )

    class Meta:
        model = Crisis
        fields = ["reason", "until", "stops_links", "instead"]
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
            "until": MomentInput(),
            "instead": forms.URLInput(attrs={"placeholder": "https://"}),
        }
        labels = {"stops_links": _("Let links in posts lead elsewhere meanwhile")}
        help_texts = {
            "until": _("If you know it. It lifts nothing by itself: you do."),
            "stops_links": _("The links of everything that was shared on the themes of this programme."),
        }

    def clean_until(self) -> datetime | None:
        until: datetime | None = self.cleaned_data["until"]
        if until and until <= timezone.now():
            raise forms.ValidationError(_("Choose a moment to come."))
        return until

    def wanted(self) -> dict[str, Any]:
        """Return what the manager filled in, but for the confirmation."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class BoardForm(forms.Form):
    """Under which name somebody stands on the board."""

    OWN, OTHER = "own", "other"
    shown_as = forms.ChoiceField(
        label=_("Show me as"), choices=[(OWN, _("Myself")), (OTHER, _("Another name"))], widget=forms.RadioSelect
    )
    pseudonym = forms.CharField(
        label=_("Another name"),
        max_length=40,
        required=False,
        help_text=_("At most 40 characters, and no colleague's."),
    )

    def __init__(self, *args: Any, ambassador: Ambassador, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ambassador = ambassador

    def clean_pseudonym(self) -> str:
        """Another name is given where it is chosen, and is nobody's: neither on the board nor in the directory."""
        if self.cleaned_data.get("shown_as") != self.OTHER:
            return ""
        name = free_pseudonym(self.cleaned_data["pseudonym"], self.ambassador)
        if not name:
            raise forms.ValidationError(_("Write the name that colleagues will see."))
        return name


class ServerForm(forms.Form):
    """On which server somebody is, where a network has many."""

    server = forms.CharField(label=_("Your server"), max_length=200)

    def __init__(self, *args: Any, module: NetworkModule, ambassador: Ambassador, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["server"]
        if module.connects is None or module.connects.asks is not Asks.SERVER:
            del self.fields["server"]
            return
        known = ambassador.networks.filter(network=module.key).values_list("server", flat=True).first()
        field.initial = known or ""
        field.help_text = _("What stands behind the last @ of your name there, such as %(example)s.") % {
            "example": module.server_example
        }
        field.widget.attrs |= {"autocapitalize": "off", "spellcheck": "false", "inputmode": "url"}


class NameForm(forms.Form):
    """Who somebody is on a network: that leads to their server."""

    name = forms.CharField(label=_("Your name there"), max_length=250)

    def __init__(self, *args: Any, module: NetworkModule, ambassador: Ambassador, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_name(self.fields["name"], module, ambassador)


class AppPasswordForm(forms.Form):
    """Somebody's name on a network, and a password that they made there for us alone."""

    name = forms.CharField(label=_("Your name there"), max_length=250)
    password = forms.CharField(
        label=_("App password"),
        max_length=60,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "Never your own password. You make one in the settings there, and can take it back there at any time."
        ),
    )
    server = forms.CharField(
        label=_("Server"), max_length=200, required=False, help_text=_("Only if you are on a server of your own.")
    )

    def __init__(self, *args: Any, module: NetworkModule, ambassador: Ambassador, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_name(self.fields["name"], module, ambassador)
        self.fields["server"].widget.attrs |= {"autocapitalize": "off", "spellcheck": "false"}


def _ask_for_name(field: forms.Field, module: NetworkModule, ambassador: Ambassador) -> None:
    known = ambassador.networks.filter(network=module.key).values_list("handle", flat=True).first()
    field.initial = known if known and "/" not in known else ""
    field.help_text = _("Such as %(example)s.") % {"example": module.mention_example}
    field.widget.attrs |= {"autocapitalize": "off", "spellcheck": "false"}


class PaceForm(forms.ModelForm[PlanPreferences]):
    class Meta:
        model = PlanPreferences
        fields = ["most_per_day"]


class TimeForm(forms.ModelForm[PlanPreferences]):
    class Meta:
        model = PlanPreferences
        fields = ["times_a_month"]
