"""The design system on one page, in DEBUG only: every component in its states, with figures made up for it."""

from datetime import date
from math import sin
from types import SimpleNamespace

import django_tables2 as tables
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from themes import charts
from themes.forms.dates import DateInput

HUES = range(0, 360, 15)
MONTHS = ("Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug")


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(help_text="As colleagues know you.")
    email = forms.EmailField(label="E-mail", required=False)
    about = forms.CharField(
        label="Your own words",
        widget=forms.Textarea(attrs={"rows": 4, "data-limit": "300", "data-method": "graphemes"}),
    )
    network = forms.ChoiceField(choices=[("li", "LinkedIn"), ("ma", "Mastodon"), ("bs", "Bluesky")])
    themes = forms.MultipleChoiceField(
        choices=[("heat", "Heat networks"), ("wind", "Wind at sea"), ("hydrogen", "Hydrogen")],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
        initial=["heat"],
    )
    pace = forms.ChoiceField(
        label="How often",
        choices=[("w", "Once a week"), ("m", "Twice a month"), ("n", "When I feel like it")],
        widget=forms.RadioSelect,
        initial="m",
    )
    day = forms.DateField(widget=DateInput(), required=False)
    picture = forms.FileField(required=False, help_text="JPEG, PNG or WebP, at most 10 MB. Drop it here.")
    mails = forms.BooleanField(
        label="A digest each Monday",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "switch", "role": "switch"}),
    )
    agree = forms.BooleanField(label="I have read the guidelines", help_text="Version 3, of 1 September.")


class SampleTable(tables.Table):
    """A list as managers see it."""

    name = tables.Column()
    team = tables.Column()
    shares = tables.Column(attrs={"th": {"class": "number"}, "td": {"class": "number"}})
    state = tables.TemplateColumn('<span class="status status--good">{{ value }}</span>')


def _charts() -> dict[str, object]:
    reach = [40, 52, 61, 58, 90, 120, 118, 210, 260, 244, 301, 412]
    before = [38, 35, 41, 39, 37, 40, 42, 36, 39, 41, 40, 38]
    return {
        "line": charts.line_chart(
            labels=MONTHS,
            series=[charts.Series("Visitors", reach)],
            events=[charts.Event(7, "Spring campaign")],
        ),
        "lines": charts.line_chart(
            labels=MONTHS,
            series=[
                charts.Series("Heat networks", reach, 30),
                charts.Series("Wind at sea", [value * 0.7 + 30 for value in reach], 240),
                charts.Series("Hydrogen", [None, None, *[12 + 9 * i for i in range(10)]], 165),
                charts.Series("Year before", before, is_before=True),
            ],
        ),
        "bars": charts.bars(
            [
                charts.Bar("LinkedIn", 1204, href="#"),
                charts.Bar("WhatsApp", 412),
                charts.Bar("Mastodon", 96),
                charts.Bar("Bluesky", None),
            ],
            name="Network",
            value_name="Visitors",
        ),
        "theme_bars": charts.bars(
            [charts.Bar("Heat networks", 64, 30), charts.Bar("Wind at sea", 41, 240), charts.Bar("Hydrogen", 12, 165)],
            unit="%",
        ),
        "funnel": charts.funnel(
            [
                charts.Stage("visits", 1204),
                charts.Stage("applied", 31),
                charts.Stage("talked", 9),
                charts.Stage("hired", 2),
            ]
        ),
        "heat": charts.heat_map(
            columns=[str(hour) for hour in range(7, 23)],
            rows=["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
            values=[[max(0, round(20 * sin((h - 6) / 3) + 6 * sin(d * h))) for h in range(7, 23)] for d in range(7)],
        ),
        "scatter": charts.scatter(
            [
                charts.Spot("Energy Podcast", 82, 74, 30, 0.8),
                charts.Spot("Tenants' union", 40, 88, 30, 0.4),
                charts.Spot("Wind Weekly", 65, 32, 240, 0.6),
                charts.Spot("H2 forum", 22, 20, 165, 0.3),
            ],
            x_name="influence",
            y_name="closeness",
        ),
        "coverage": charts.coverage(
            columns=["North", "Field", "Office", "Labs"],
            rows=[
                ("Heat networks", 30, [6, 2, 1, 0]),
                ("Wind at sea", 240, [1, 3, None, 0]),
                ("Hydrogen", 165, [0, 0, 1, 4]),
            ],
        ),
        "nothing": charts.bars([]),
    }


def design(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    faulty = SampleForm({"email": "not an address", "about": "x"}, auto_id="wrong_%s")
    people = [
        {"name": "Sanne de Vries-Oosterhuis", "team": "Field service", "shares": 12, "state": "Confirmed"},
        {"name": "Joost Bakker", "team": "Labs", "shares": 4, "state": "Confirmed"},
        {"name": "Fatima El Amrani", "team": "Customer care", "shares": 31, "state": "Confirmed"},
    ]
    table = SampleTable(people, request=request, order_by="name")
    dark_table = SampleTable(people, request=request, order_by="-shares", prefix="dark-")
    context = {
        "hues": HUES,
        "modes": ("light", "dark"),
        "form": SampleForm(auto_id="right_%s"),
        "faulty": faulty,
        "table": table.paginate(per_page=2),
        "dark_table": dark_table.paginate(per_page=2),
        "page": Paginator(range(90), 10).page(3),
        "trend": [3, 4, 4, 6, 5, 9, 12],
        "steps": ["Goals", "Themes", "People", "Roles"],
        "crumbs": [("Programme", "#"), ("Themes", "#"), ("Heat networks", "")],
        "options": [("li", "LinkedIn"), ("ma", "Mastodon"), ("bs", "Bluesky")],
        "chosen": ["li"],
        "badges": ["voice", "pen", "spark", "bridge", "ear", "hand", "lamp", "tree"],
        "scale": ["4xl", "3xl", "2xl", "xl", "l", "m", "s"],
        "team": "Field service",
        "charts": _charts(),
    }
    return render(request, "design/design.html", context)


def design_shell(request: HttpRequest, shell: str) -> HttpResponse:
    """Show an empty page in one of the shells, so that navigation can be looked at by itself."""
    if not settings.DEBUG or shell not in {"app", "programme", "public", "recruitment", "plain"}:
        raise Http404
    names = ("Goals", "Themes", "People", "Roles", "Outside world", "Support", "Measurement")
    steps = [
        SimpleNamespace(
            number=number,
            name=name,
            url_name="",
            url=f"#{number}",
            progress=SimpleNamespace(percent=percent, summary=f"{percent} %"),
        )
        for number, (name, percent) in enumerate(zip(names, (100, 100, 78, 40, 12, 0, 0), strict=True), start=1)
    ]
    programme = SimpleNamespace(
        slug="sample", name="Noorderlicht in eigen woorden", starts_on=date(2026, 9, 1), ends_on=date(2027, 8, 31)
    )
    context = {"shell": f"base_{shell}.html", "programme": programme, "steps": steps, "charts": _charts()}
    return render(request, "design/shell.html", context)
