"""A candidate applies, once, and it is known which share brought them."""

import io
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from sharehub import tasks
from sharehub.models import Application, Share
from tests import factories

PDF = b"%PDF-1.7 a very short life"


def _docx(name: str = "word/document.xml") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "<w:document/>")
    return buffer.getvalue()


def _filled(**fields):
    return {
        "token": uuid.uuid4(),
        "name": "Kim de Vries",
        "email": "kim@example.nl",
        "motivation": "Warm homes.",
        **fields,
    }


@pytest.fixture
def vacancy(db):
    return factories.vacancy(title="Pipe layer")


def test_a_candidate_applies_and_is_told_so(client, vacancy, django_capture_on_commit_callbacks, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    cv = SimpleUploadedFile("My life.pdf", PDF)
    response = client.post(reverse("sharehub:apply", args=[vacancy.pk]), _filled(cv=cv, keeps_data_a_year="on"))

    assert response.status_code == 302
    assert response.url == reverse("sharehub:apply_thanks", args=[vacancy.pk])
    application = Application.objects.get()
    assert (application.name, application.email, application.motivation) == (
        "Kim de Vries",
        "kim@example.nl",
        "Warm homes.",
    )
    assert (application.share, application.network, application.stage) == (None, "", "applied")
    assert application.keeps_data_a_year
    assert application.cv.name == f"cv/{application.token}.pdf"
    with application.cv.open() as file:
        assert file.read() == PDF
    assert client.get(response.url).status_code == 200


def test_the_reference_names_the_share_that_brought_the_candidate(client, vacancy, ann, theme):
    share = factories.ShareFactory(ambassador=ann, piece=vacancy, theme=theme, network="mastodon")
    page = client.get(reverse("sharehub:apply", args=[vacancy.pk]), {"ref": share.link.code})
    assert f'value="{share.link.code}"' in page.content.decode()

    client.post(reverse("sharehub:apply", args=[vacancy.pk]), _filled(ref=share.link.code))
    application = Application.objects.get()
    assert (application.share, application.network) == (share, "mastodon")


@pytest.mark.parametrize("reference", ["", "nonsense", "withdrawn"])
def test_a_reference_that_caused_nothing_is_no_source(client, vacancy, ann, reference):
    if reference == "withdrawn":
        share = factories.ShareFactory(ambassador=ann, piece=vacancy, state=Share.State.WITHDRAWN)
        reference = share.link.code
    client.post(reverse("sharehub:apply", args=[vacancy.pk]), _filled(ref=reference))
    assert Application.objects.get().share is None


def test_a_second_click_is_the_same_application(client, vacancy):
    filled = _filled()
    for _click in range(2):
        assert client.post(reverse("sharehub:apply", args=[vacancy.pk]), filled).status_code == 302
    assert Application.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("cv.exe", b"MZ", "PDF or a Word document"),
        ("cv.pdf", b"<script>alert(1)</script>", "PDF or a Word document"),
        ("cv.docx", b"PK not really", "PDF or a Word document"),
        ("macro.docx", "zip:xl/workbook.xml", "PDF or a Word document"),
        ("cv.pdf", b"%PDF-" + b"x" * (5 * 1024 * 1024), "larger than 5 MB"),
        ("empty.pdf", b"", "empty"),
    ],
)
def test_a_file_that_is_no_cv_is_refused_and_nothing_is_kept(client, vacancy, name, content, words):
    content = _docx(content[4:]) if isinstance(content, str) else content
    response = client.post(reverse("sharehub:apply", args=[vacancy.pk]), _filled(cv=SimpleUploadedFile(name, content)))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "Warm homes." in response.content.decode()
    assert not Application.objects.exists()


def test_a_word_document_is_taken(client, vacancy):
    client.post(reverse("sharehub:apply", args=[vacancy.pk]), _filled(cv=SimpleUploadedFile("CV.DOCX", _docx())))
    assert Application.objects.get().cv.name.endswith(".docx")


@pytest.mark.parametrize("missing", ["name", "email", "motivation", "token"])
def test_what_is_missing_is_asked_for(client, vacancy, missing):
    response = client.post(reverse("sharehub:apply", args=[vacancy.pk]), _filled(**{missing: ""}))
    assert response.status_code == 422
    assert not Application.objects.exists()


def test_a_robot_that_fills_the_trap_leaves_nothing(client, vacancy):
    assert client.post(reverse("sharehub:apply", args=[vacancy.pk]), _filled(website="spam")).status_code == 302
    assert not Application.objects.exists()


def test_one_cannot_apply_for_a_closed_vacancy(client, db):
    vacancy = factories.vacancy(valid_through=timezone.localdate() - timedelta(days=1))
    for response in (
        client.get(reverse("sharehub:apply", args=[vacancy.pk])),
        client.post(reverse("sharehub:apply", args=[vacancy.pk]), _filled()),
    ):
        assert response.status_code == 410
        assert "This vacancy is closed" in response.content.decode()
    assert not Application.objects.exists()


def test_a_draft_vacancy_cannot_be_found(client, vacancy):
    vacancy.unpublish()
    assert client.post(reverse("sharehub:apply", args=[vacancy.pk]), _filled()).status_code == 404
    assert not Application.objects.exists()


def test_the_confirmation_is_sent_once_however_often_the_task_runs(vacancy):
    application = factories.application(vacancy=vacancy)
    tasks.send_application_received(application.pk)
    tasks.send_application_received(application.pk)
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([application.email], "We have your application: Pipe layer")
    ]


def test_the_sweep_finds_a_lost_confirmation(vacancy, django_capture_on_commit_callbacks, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    factories.application(vacancy=vacancy)
    for _run in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            tasks.acknowledge_applications()
    assert len(mail.outbox) == 1
