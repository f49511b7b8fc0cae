"""What a person tells about themself."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors import zones
from ambassadors.models import Ambassador, AmbassadorNetwork, Role, ToldBy, User
from ambassadors.portraits import portrait
from themes.forms.dates import DateInput
from themes.models import Theme
from themes.networks import with_people


class PreferencesForm(forms.ModelForm[User]):
    language = forms.ChoiceField(
        label=_("Which language do you want to read here?"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    time_zone = forms.ChoiceField(label=_("Your time zone"), help_text=_("Times are shown as your clock says them."))

    class Meta:
        model = User
        fields = ["language", "time_zone"]

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["time_zone"]
        field.choices = zones.choices()  # type: ignore[attr-defined]
        field.widget.attrs["data-filter"] = _("Find a city")
        if is_new:
            # The browser knows where somebody is; who chose already is left alone.
            field.widget.attrs["data-browser-zone"] = ""


class ProfileForm(forms.ModelForm[Ambassador]):
    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Last name"), max_length=150)
    picture = forms.FileField(
        label=_("Portrait"),
        required=False,
        help_text=_("JPEG, PNG or WebP, at most 8 MB. We cut a square out of it and remove what the camera wrote."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    remove_picture = forms.BooleanField(label=_("Remove my portrait"), required=False)

    class Meta:
        model = Ambassador
        fields = ["job_title", "location", "expertise", "interests", "languages", "bio"]
        widgets = {
            "expertise": forms.Textarea(attrs={"rows": 3}),
            "interests": forms.Textarea(attrs={"rows": 2}),
            "bio": forms.Textarea(attrs={"rows": 4, "data-limit": 600, "data-method": "characters"}),
            "languages": forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
        }
        labels = {"languages": _("Languages I write in"), "job_title": _("Job title"), "location": _("Place")}
        help_texts = {
            "expertise": _("In words as you would use them: heat pumps, contracts, safety on site."),
            "interests": _("What you would like to read or tell about."),
            "bio": _("Two or three sentences; they stand under your posts."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.instance.user
        self.fields["first_name"].initial, self.fields["last_name"].initial = user.first_name, user.last_name
        if not self.instance.portrait:
            del self.fields["remove_picture"]
        self.order_fields(["first_name", "last_name", "picture", "remove_picture"])

    def clean_picture(self) -> ContentFile | None:
        upload = self.cleaned_data["picture"]
        return portrait(upload) if upload else None


class NetworksForm(forms.Form):
    """One switch for each network, with the details of those that are on."""

    def __init__(self, *args: Any, ambassador: Ambassador, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ambassador = ambassador
        self.mine = mine = {row.network: row for row in ambassador.networks.all()}
        for network in with_people():
            key = network.key
            row = mine.get(key, AmbassadorNetwork())
            self.fields[f"{key}-on"] = forms.BooleanField(
                label=str(network.name),
                required=False,
                initial=key in mine,
                widget=forms.CheckboxInput(attrs={"class": "switch", "role": "switch"}),
            )
            if not network.has_profiles:
                continue
            self.fields[f"{key}-handle"] = forms.CharField(
                label=_("Your name or address there"), required=False, max_length=200, initial=row.handle
            )
            if network.server_example:
                example = {"server": network.server_example}
                self.fields[f"{key}-server"] = forms.RegexField(
                    r"^[a-z0-9.-]+\.[a-z]{2,}$",
                    label=_("Server"),
                    required=False,
                    max_length=120,
                    initial=row.server,
                    help_text=_("For example %(server)s.") % example,
                    error_messages={"invalid": _("Write only the name of the server, such as %(server)s.") % example},
                )
            self.fields[f"{key}-followers"] = forms.IntegerField(
                label=_("Followers, about"), required=False, min_value=0, max_value=100_000_000, initial=row.followers
            )

    def groups(self) -> list[tuple[forms.BoundField, list[forms.BoundField]]]:
        """Return each network's switch with its details."""
        return [
            (
                self[f"{network.key}-on"],
                [self[name] for name in self.fields if name.startswith(f"{network.key}-") and "-on" not in name],
            )
            for network in with_people()
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for network in with_people():
            field = f"{network.key}-server"
            if (
                network.server_example
                and data.get(f"{network.key}-on")
                and not data.get(field)
                and field not in self.errors
            ):
                words = _("%(network)s is many servers: tell us which one is yours.")
                self.add_error(field, words % {"network": network.name})
        return data

    def rows(self) -> list[AmbassadorNetwork]:
        """Return the chosen networks as rows, not saved yet."""
        data = self.cleaned_data
        return [
            AmbassadorNetwork(
                ambassador=self.ambassador,
                network=network.key,
                handle=data.get(f"{network.key}-handle") or "",
                server=data.get(f"{network.key}-server") or "",
                **self._followers(network.key),
            )
            for network in with_people()
            if data[f"{network.key}-on"]
        ]

    def _followers(self, network: str) -> dict[str, Any]:
        """Return how many follow them there; a number that they left as it was stays of who told it, and of that day."""
        told, row = self.cleaned_data.get(f"{network}-followers"), self.mine.get(network, AmbassadorNetwork())
        by, on = row.followers_told_by, row.followers_told_on
        if told != row.followers:
            by, on = ("", None) if told is None else (ToldBy.PERSON, timezone.localdate())
        return {"followers": told, "followers_told_by": by, "followers_told_on": on}


def free_pseudonym(name: str, ambassador: Ambassador) -> str:
    """Return the name for the boards without needless spaces; raises ValidationError where a colleague is known by it."""
    name = " ".join(name.split())
    if name and Ambassador.objects.eligible().exclude(pk=ambassador.pk).called(name).exists():
        raise forms.ValidationError(_("Somebody has this name already. Choose another."))
    return name


class PrivacyForm(forms.ModelForm[Ambassador]):
    class Meta:
        model = Ambassador
        fields = ["is_on_board", "pseudonym", "is_on_wall", "has_public_page", "shares_own_figures"]
        help_texts = {
            "is_on_board": _("Colleagues see your name or pseudonym among others. You always see your own place."),
            "pseudonym": _("Shown instead of your name on the boards."),
            "is_on_wall": _(
                "Your face, thanks you get and give, and what your manager highlights: on the screen in the canteen and "
                "in colleagues' week by mail."
            ),
            "has_public_page": _("Your posts already carry your name; this adds a page with all of them."),
            "shares_own_figures": _("Otherwise they only see groups of colleagues, never you alone."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.BooleanField):
                field.widget.attrs.update({"class": "switch", "role": "switch"})

    def clean_pseudonym(self) -> str:
        return free_pseudonym(self.cleaned_data["pseudonym"], self.instance)


class PauseForm(forms.Form):
    until = forms.DateField(label=_("Leave me in peace until"), widget=DateInput())

    def clean_until(self) -> object:
        until = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a day to come."))
        return until


class ProposalForm(forms.Form):
    reason = forms.CharField(label=_("Why this theme?"), required=False, max_length=240)


class _RoleField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}. {obj.description}"


class OfferForm(forms.Form):
    """To offer oneself for a role on a theme."""

    role = _RoleField(label=_("I would like to be"), queryset=Role.objects.live(), widget=forms.RadioSelect)
    theme = forms.ModelChoiceField(label=_("for the theme"), queryset=Theme.objects.none())
    reason = forms.CharField(
        label=_("Why, in a sentence"),
        required=False,
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Your manager reads it. You can leave it empty."),
    )

    def __init__(self, *args: Any, ambassador: Ambassador, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = Theme.objects.live().filter(programme__in=ambassador.programmes())
        self.fields["theme"].queryset = themes  # type: ignore[attr-defined]
        self.fields["role"].empty_label = None  # type: ignore[attr-defined]
