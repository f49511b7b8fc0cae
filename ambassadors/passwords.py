"""What a password must be, in the words of the product."""

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Length(password_validation.MinimumLengthValidator):
    """Long enough."""

    def get_error_message(self) -> str:
        return self.get_help_text()

    def get_help_text(self) -> str:
        return ngettext("Use at least %(n)d character.", "Use at least %(n)d characters.", self.min_length) % {
            "n": self.min_length
        }


class NotYourself(password_validation.UserAttributeSimilarityValidator):
    """Not much like the person's name or address."""

    def get_error_message(self) -> str:
        return self.get_help_text()

    def get_help_text(self) -> str:
        return _("Do not use your name or address.")


class NotCommon(password_validation.CommonPasswordValidator):
    """Not one that is tried first."""

    def get_error_message(self) -> str:
        return self.get_help_text()

    def get_help_text(self) -> str:
        return _("Do not use a password that is easy to guess.")
