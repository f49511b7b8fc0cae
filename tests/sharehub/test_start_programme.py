"""The first programme of an empty installation begins with one command, and never with a default password."""

import re

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, Site, Workflow

from ambassadors.models import Role, User
from cms.access import grant_editing
from cms.models import BlogIndexPage, HandbookPage, HomePage, StoryIndexPage, VacancyIndexPage
from themes.models import Organisation, Programme

OPTIONS = {
    "organisation": "Noorderlicht",
    "programme": "In eigen woorden",
    "starts": "2026-09-01",
    "ends": "2027-08-31",
    "manager_email": "mia@example.nl",
    "manager_name": "Mia de Boer",
    "language": "nl",
    "interactive": False,
}


@pytest.fixture
def begin(no_site, capsys):
    def run(**options):
        call_command("start_programme", **(OPTIONS | options))
        return capsys.readouterr().out

    return run


def test_everything_a_manager_needs_is_there(begin):
    begin()
    programme = Programme.objects.get()
    mia = User.objects.get()
    assert (programme.name, programme.slug, str(programme.ends_on)) == (
        "In eigen woorden",
        "in-eigen-woorden",
        "2027-08-31",
    )
    assert programme.readiness_items.count() == 6
    assert (mia.email, mia.get_full_name(), mia.language) == ("mia@example.nl", "Mia de Boer", "nl")
    assert [group.name for group in mia.groups.all()] == ["Programme manager"]
    assert Organisation.load().name == "Noorderlicht"
    assert [role.key for role in Role.objects.all()] == ["sharer", "scout", "expert", "author", "connector", "coach"]
    assert Site.objects.get(is_default_site=True).root_page.specific == HomePage.objects.get()
    for model in (StoryIndexPage, BlogIndexPage, VacancyIndexPage, HandbookPage):
        assert model.objects.get().get_parent().specific == HomePage.objects.get()
    assert Page.objects.count() == 6


def test_the_manager_has_no_password_until_the_link_is_used(begin, client):
    out = begin()
    mia = User.objects.get()
    assert not mia.has_usable_password()
    path = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", out).group(1)
    form = client.get(path, follow=True)
    password = "een heel eigen zin"
    client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})
    mia.refresh_from_db()
    assert mia.check_password(password)
    response = client.post(reverse("account_login"), {"login": "mia@example.nl", "password": password})
    assert response.status_code == 302
    assert client.get("/programme/").headers["Location"] == "/programme/in-eigen-woorden/"


def test_the_link_works_once(begin, client):
    path = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", begin()).group(1)
    user = User.objects.get()
    user.set_password("een heel eigen zin")
    user.save()
    assert client.get(path, follow=True).context["token_fail"]


def test_the_link_is_mailed_where_asked(begin):
    out = begin(send_mail=True)
    [message] = mail.outbox
    link = re.search(r"https?://\S+/key/\S+", out).group(0)
    assert message.to == ["mia@example.nl"]
    assert link in message.body


def test_a_second_programme_of_the_same_name_is_refused_and_nothing_changes(begin):
    begin()
    with pytest.raises(CommandError, match="already"):
        begin(programme="IN EIGEN WOORDEN", manager_email="other@example.nl")
    assert Programme.objects.count() == 1
    assert User.objects.count() == 1


def test_a_second_programme_keeps_site_roles_and_account(begin):
    begin()
    Role.objects.filter(key="coach").update(name="Maatje")
    mia = User.objects.get()
    mia.set_password("een heel eigen zin")
    mia.save()
    out = begin(programme="Volgend jaar", organisation="Anders")
    assert "key/" not in out
    assert Programme.objects.count() == 2
    assert Role.objects.get(key="coach").name == "Maatje"
    assert Organisation.load().name == "Noorderlicht"
    assert Page.objects.count() == 6
    mia.refresh_from_db()
    assert mia.check_password("een heel eigen zin")


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("manager_email", "mia", "--manager-email"),
        ("manager_email", None, "--manager-email"),
        ("organisation", "", "--organisation"),
        ("starts", "soon", "--starts: A day is written as YYYY-MM-DD."),
        ("ends", "2026-01-01", "The last day comes after the first day."),
        ("language", "fy", "--language: Choose one of en, nl."),
    ],
)
def test_an_option_that_does_not_fit_is_named_and_nothing_changes(begin, option, value, words):
    with pytest.raises(CommandError, match=words):
        begin(**{option: value})
    assert not Programme.objects.exists()
    assert not User.objects.exists()
    assert not Role.objects.exists()
    assert not HomePage.objects.exists()


def test_what_the_options_do_not_say_is_asked_until_it_fits(begin, monkeypatch, capsys):
    answers = iter(["Noorderlicht", "", "2026-09-01", "", "nonsense", "mia@example.nl", "", "en"])
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    call_command("start_programme")
    programme = Programme.objects.get()
    assert programme.name.startswith("Noorderlicht 20")
    assert str(programme.ends_on) == "2027-08-31"
    assert User.objects.get().get_full_name() == "Mia"


def test_the_editors_workflow_bears_its_name_in_the_language_of_the_organisation(begin):
    read = Workflow.objects.filter(name="Editors read before it is published").get()
    begin()
    grant_editing(apps.get_app_config("cms"))
    assert (
        Workflow.objects.filter(pk=read.pk).values_list("name", flat=True).get()
        == "De redactie leest voor het verschijnt"
    )
    for language, names in (
        ("nl", ["De redactie leest voor het verschijnt", "De redactie leest"]),
        ("en", ["Editors read before it is published", "Editors read"]),
    ):
        with translation.override(language):
            read.refresh_from_db()
            assert [str(read.name), *(str(task.name) for task in read.tasks)] == names
    assert not Workflow.objects.filter(name="Editors read before it is published").exists()


def test_a_name_that_an_editor_gave_the_workflow_stays(begin):
    Workflow.objects.filter(name="Editors read before it is published").update(name="Our own")
    begin()
    before = Workflow.objects.count()
    grant_editing(apps.get_app_config("cms"))
    assert (Workflow.objects.filter(name="Our own").count(), Workflow.objects.count()) == (1, before)


def test_the_first_pages_are_called_as_their_reader_says_it(begin, client):
    begin()
    for language, titles in (("en", ["Stories", "Blog", "Vacancies"]), ("nl", ["Verhalen", "Blog", "Vacatures"])):
        menu = client.get("/", headers={"Accept-Language": language}).context["site_menu"]
        assert [item["title"] for item in menu] == titles
        page = client.get("/stories/", headers={"Accept-Language": language}).content.decode()
        assert f">{titles[0]}</h1>" in page


def test_a_title_that_an_editor_gave_a_first_page_stays(begin, client):
    begin()
    with translation.override("en"):
        stories, blog = StoryIndexPage.objects.get(), BlogIndexPage.objects.get()
        blog.save_revision().publish()
        stories.title = "What we make"
        stories.save_revision().publish()
    for language, others in (("en", ["Blog", "Vacancies"]), ("nl", ["Blog", "Vacatures"])):
        menu = client.get("/", headers={"Accept-Language": language}).context["site_menu"]
        assert [item["title"] for item in menu] == ["What we make", *others]
