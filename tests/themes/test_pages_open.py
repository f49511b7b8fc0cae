"""Every page of the workspace opens for the manager, and for nobody else."""

import pytest
from django.urls import reverse
from django.utils import timezone

from themes.models import Conversation, Stakeholder

PAGES = [
    ("workspace", ()),
    ("programme_edit", ()),
    ("readiness", ()),
    ("goal_list", ()),
    ("goal_new", ()),
    ("theme_list", ()),
    ("theme_new", ()),
    ("stakeholder_list", ()),
    ("stakeholder_new", ()),
    ("conversation_list", ()),
]


@pytest.fixture
def rows(programme, theme, goal, kpi):
    stakeholder = Stakeholder.objects.create(programme=programme, name="Warmtecollectief", kind="community")
    stakeholder.themes.add(theme)
    Conversation.objects.create(
        programme=theme.programme,
        theme=theme,
        stakeholder=stakeholder,
        author="Jo",
        text="Is it warm?",
        url="https://e.example/1",
        said_at=timezone.now(),
    )
    return {
        "goal_form": [goal.pk],
        "kpi_new": [goal.pk],
        "kpi_form": [kpi.pk],
        "theme_detail": [theme.slug],
        "theme_edit": [theme.slug],
        "stakeholder_detail": [stakeholder.pk],
        "stakeholder_edit": [stakeholder.pk],
    }


def test_the_manager_opens_every_page(as_mia, programme, rows):
    for name, args in [*PAGES, *rows.items()]:
        response = as_mia.get(reverse(f"themes:{name}", args=[programme.slug, *args]))
        assert response.status_code == 200, name


def test_an_ambassador_opens_none(as_ann, programme, rows):
    for name, args in [*PAGES, *rows.items()]:
        assert as_ann.get(reverse(f"themes:{name}", args=[programme.slug, *args])).status_code == 403, name


def test_a_stranger_is_sent_to_the_log_in_page(client, programme, rows):
    for name, args in [*PAGES, *rows.items()]:
        address = reverse(f"themes:{name}", args=[programme.slug, *args])
        assert client.get(address).headers["Location"] == f"/accounts/login/?next={address}", name
