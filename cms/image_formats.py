"""How a picture stands in a text that was written as one; Wagtail finds this module by its name."""

from django.utils.translation import gettext_lazy as _
from wagtail.images.formats import Format, register_image_format

IN_TEXT = "story"

register_image_format(Format(IN_TEXT, _("In the text"), "prose__picture", "width-960|format-webp"))
