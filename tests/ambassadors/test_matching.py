"""Who fits a theme, and why."""

from ambassadors import matching
from ambassadors.models import ThemeLink
from tests.factories import AmbassadorFactory
from themes.models import ThemeTerm


def test_the_score_adds_up_words_by_where_they_occur(theme, ann, bob):
    for text in ("heat pump", "warmtenet"):
        ThemeTerm.objects.create(theme=theme, kind="keyword", language="nl", text=text)
    ann.expertise, ann.job_title = "Warmtenetten and heat pumps", "Warmtenet engineer"
    ann.save()
    bob.interests = "HEAT NETWORKS"
    bob.save()
    AmbassadorFactory(expertise="Cheat pumps")
    found = matching.suggestions(theme)
    assert [(fit.ambassador, fit.score) for fit in found] == [(ann, 8), (bob, 1)]
    assert found[0].reason == "Knows about heat pump, warmtenet; works as Warmtenet engineer"
    assert matching.reason_for(bob, theme) == "Is interested in heat networks"


def test_who_is_linked_asked_gone_or_said_no_is_not_suggested(theme, ann, bob):
    for person in (ann, bob):
        person.expertise = "heat networks"
        person.save()
    ThemeLink.objects.create(ambassador=ann, theme=theme, state=ThemeLink.State.DECLINED)
    bob.user.is_active = False
    bob.user.save()
    assert matching.suggestions(theme) == []
