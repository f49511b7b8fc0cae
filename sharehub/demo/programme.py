"""Fills steps 1, 2 and 5: the organisation, its programme, goals, themes and the world outside."""

from datetime import timedelta
from decimal import Decimal

from wagtail.log_actions import log
from wagtail.models import Site

from ambassadors.models import User
from sharehub.demo.calendar import Calendar
from sharehub.demo.texts import Fields, table
from sharehub.models import OrganicRate
from themes.models import (
    KPI,
    Conversation,
    Goal,
    Organisation,
    Programme,
    ReadinessItem,
    Reporting,
    Stakeholder,
    StakeholderHandle,
    Theme,
    ThemeTerm,
)

_PLAIN = ("name", "slug", "summary", "audience", "audience_networks", "audience_hours", "tone", "dos", "donts", "hue")


def fill_organisation() -> Organisation:
    """The organisation has its name, accent and limits."""
    organisation = Organisation.load()
    organisation.name = "Noorderlicht"
    organisation.accent_hue = 30
    organisation.employer_disclosure = {"nl": "Ik werk bij Noorderlicht.", "en": "I work at Noorderlicht."}
    organisation.minimum_group_size = 5
    organisation.reporting = Reporting.LIVE  # so that what a visitor tries out is seen at once
    organisation.baseline_cost_per_hire = Decimal("5400")
    organisation.save()
    Site.objects.filter(is_default_site=True).update(site_name="Noorderlicht")
    return organisation


def fill_programme(calendar: Calendar) -> Programme:
    """The programme stands with its readiness, goals and themes, as far as they need no person."""
    fields = table("programme")
    programme = Programme.objects.create(
        name=fields["programme"]["name"],
        slug="noorderlicht",
        purpose=fields["programme"]["purpose"],
        starts_on=calendar.start,
        ends_on=calendar.start + timedelta(days=548),
        launched_at=calendar.at(calendar.start, 9),
    )
    ReadinessItem.objects.bulk_create(
        ReadinessItem(programme=programme, key=item["key"], evidence=item["evidence"], met_on=calendar.ago(item["ago"]))
        for item in fields["readiness"]
    )
    for item in fields["themes"]:
        _theme(programme, item)
    _goals(calendar, programme, fields["goals"])
    return programme


def _theme(programme: Programme, fields: Fields) -> None:
    theme = Theme.objects.create(
        programme=programme,
        **{name: fields[name] for name in _PLAIN},
        audience_concerns="\n".join(fields["audience_concerns"]),
        key_messages="\n".join(fields["key_messages"]),
        owner=_name_of(fields["owner"]),
        **_in_english(fields),
    )
    ThemeTerm.objects.bulk_create(
        ThemeTerm(theme=theme, kind=kind, language=language, text=text)
        for kind, name in ((ThemeTerm.Kind.KEYWORD, "keywords"), (ThemeTerm.Kind.HASHTAG, "hashtags"))
        for language, words in fields[name].items()
        for text in words
    )


def _in_english(fields: Fields) -> Fields:
    """Return what a row written in Dutch says in English as well, where the file has it."""
    return {"language": "nl", "translations": {"en": fields["english"]}} if "english" in fields else {}


def _goals(calendar: Calendar, programme: Programme, goals: list[Fields]) -> None:
    themes = {theme.slug: theme for theme in programme.themes.all()}
    for order, item in enumerate(goals):
        goal = Goal.objects.create(
            programme=programme,
            title=item["name"],
            kind=item["kind"],
            beneficiary=item["beneficiary"],
            description=item["why"],
            sort_order=order,
            **_in_english(item),
        )
        KPI.objects.bulk_create(
            KPI(
                goal=goal,
                name=kpi["name"],
                metric_key=kpi["metric"],
                theme=themes.get(kpi.get("theme", "")),
                network=kpi.get("network", ""),
                baseline_value=kpi["baseline"],
                baseline_on=calendar.ago(372),
                target_value=kpi["target"],
                due_on=calendar.ago(-kpi["due"]),
                owner=_name_of(kpi["owner"]),
                relevance=kpi["relevance"],
            )
            for kpi in item["kpis"]
        )


def fill_outside(calendar: Calendar, programme: Programme) -> dict[str, list[str]]:
    """The map of the outside world and its conversations stand; returns who keeps which contact, by name."""
    fields = table("programme")
    themes = {theme.slug: theme for theme in programme.themes.all()}
    stakeholders = {}
    for item in fields["outside"]:
        handles = dict(item["handles"])
        stakeholder = stakeholders[item["name"]] = Stakeholder.objects.create(
            programme=programme,
            name=item["name"],
            kind=item["kind"],
            website=handles.pop("website", ""),
            influence=item["influence"],
            relation=item["relation"],
            notes=item["note"],
        )
        stakeholder.themes.set(themes[slug] for slug in item["themes"])
        StakeholderHandle.objects.bulk_create(
            StakeholderHandle(stakeholder=stakeholder, network=network, handle=handle)
            for network, handle in handles.items()
        )
    for number, item in enumerate(fields["conversations"]):
        said_at = calendar.at(calendar.ago(item["ago"]), 10 + number % 9)
        answered_at = said_at + timedelta(hours=3 + number) if item["state"] == "answered" else None
        Conversation.objects.create(
            programme=programme,
            theme=themes[item["theme"]],
            stakeholder=stakeholders.get(item["author"]) or stakeholders.get(item["place"]),
            network=item["network"],
            author=item["author"],
            text=item["text"],
            url=f"https://gesprekken.example/{item['network']}/{number + 1}",
            language=item["language"],
            said_at=said_at,
            state={"new": "waiting", "routed": "taken", "answered": "answered"}[item["state"]],
            state_since=answered_at or said_at,
            answered_at=answered_at,
        )
    return {item["name"]: item["contacts"] for item in fields["outside"]}


def fill_changes(calendar: Calendar, programme: Programme, manager: User) -> None:
    """The log knows what the manager changed lately."""
    kinds = {"kpi": (KPI, "name"), "theme": (Theme, "slug"), "stakeholder": (Stakeholder, "name")}
    for item in table("programme")["changes"]:
        kind = next(kind for kind in kinds if kind in item)
        model, name = kinds[kind]
        fields = item.get("fields", [])
        log(
            model._default_manager.get(**{name: item[kind]}),
            item["action"],
            user=manager,
            data={"programme": programme.pk} | ({"fields": fields} if fields else {}),
            content_changed=bool(fields),
            timestamp=calendar.at(calendar.ago(item["ago"]), 10.3 + item["ago"] % 5),
        )


def fill_rates() -> None:
    """The organisation said which part of someone's followers sees a post."""
    for network, percent in table("programme")["rates"].items():
        OrganicRate.objects.update_or_create(
            network=network, defaults={"percent": percent, "source": "Eigen schatting van Noorderlicht"}
        )


def _name_of(key: str) -> str:
    return " ".join(table("people")["people"][key]["name"])
