"""What a manager fills in about points."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sharehub.models import PointRules
from sharehub.models.rules import NUMBERS


class PointsForm(forms.ModelForm[PointRules]):
    """The next version of the rules."""

    class Meta:
        model = PointRules
        fields = [*NUMBERS, "note"]
        help_texts = {"note": _("Everybody reads it beside the rules.")}

    @staticmethod
    def of(rules: PointRules) -> dict[str, object]:
        """Return the numbers of a version, to start from."""
        return {name: getattr(rules, name) for name in NUMBERS}
