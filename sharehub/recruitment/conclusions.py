"""What the figures of a period say in sentences, by rule, and never more certainly than they are."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sharehub.recruitment import certainty
from sharehub.recruitment.certainty import Ratio
from sharehub.recruitment.impact import Compared, Impact


def conclusions(found: Impact) -> list[str]:
    """Return the sentences, the most important first."""
    sentences = [_applications(found), _hires(found), _best_source(found)]
    if found.compared:
        sentences += [_applications_compared(found.compared), _hires_compared(found.compared)]
    return [sentence for sentence in sentences if sentence]


def _applications(found: Impact) -> str:
    every, through = found.total.applied or 0, found.through.applied or 0
    if not every:
        return _("Nobody applied in this period.")
    text = ngettext(
        "%(through)s of %(n)s application came in through ambassadors.",
        "%(through)s of %(n)s applications came in through ambassadors.",
        every,
    )
    said = text % {"through": through, "n": every}
    if not certainty.may_say_percent(every):
        return " ".join([said, _("That is too few for a percentage.")])
    sure = _("In the long run that is between %(low)s and %(high)s %% of them.")
    return " ".join([said, sure % _percents(certainty.share_of(through, every))])


def _hires(found: Impact) -> str:
    every, through = found.total.hired or 0, found.through.hired or 0
    if not every:
        return ""
    return ngettext(
        "%(through)s of %(n)s person hired came in through ambassadors.",
        "%(through)s of %(n)s people hired came in through ambassadors.",
        every,
    ) % {"through": through, "n": every}


def _best_source(found: Impact) -> str:
    """Names a source only where even its lowest share of hires is above the highest of all the others that can be judged."""
    judged = [
        (interval, line.name)
        for line in found.tables["sources"]
        if (interval := line.hired_interval) and interval.high is not None
    ]
    if len(judged) < 2:
        return _("There are too few applications to say which source brings the people you hire.")
    best, name = max(judged, key=lambda pair: pair[0].low)
    if all(other is best or best.low > (other.high or 1) for other, _name in judged):
        return _("Of those who came through “%(source)s”, surely more were hired than through any other source.") % {
            "source": name
        }
    return _("No source stands out: the differences between them can be chance.")


def _applications_compared(compared: Compared) -> str:
    words = _times(compared.applications)
    if compared.applications.is_more:
        return _("More people apply than before the programme: %(times)s. That is more than chance.") % {"times": words}
    if compared.applications.is_less:
        return _("Fewer people apply than before the programme: %(times)s. That is more than chance.") % {
            "times": words
        }
    return _("Whether more people apply than before the programme cannot be said: %(times)s.") % {"times": words}


def _hires_compared(compared: Compared) -> str:
    words = _times(compared.hires)
    if compared.hires.is_more:
        return _("More people are hired than before the programme: %(times)s. That is more than chance.") % {
            "times": words
        }
    if compared.hires.is_less:
        return _("Fewer people are hired than before the programme: %(times)s. That is more than chance.") % {
            "times": words
        }
    return _("Whether more people are hired than before the programme cannot be said: %(times)s.") % {"times": words}


def _times(ratio: Ratio) -> str:
    low = _number(ratio.interval.low)
    if ratio.value is None or ratio.interval.high is None:
        return _("at least %(low)s times as many a month") % {"low": low}
    return _("%(value)s times as many a month, somewhere between %(low)s and %(high)s") % {
        "value": _number(ratio.value),
        "low": low,
        "high": _number(ratio.interval.high),
    }


def _number(value: float) -> str:
    places = 1 if value < 10 else 0
    return number_format(round(value, places), decimal_pos=places, use_l10n=True)


def _percents(interval: certainty.Interval) -> dict[str, str]:
    return {
        "low": number_format(round(interval.low * 100), use_l10n=True),
        "high": number_format(round((1.0 if interval.high is None else interval.high) * 100), use_l10n=True),
    }
