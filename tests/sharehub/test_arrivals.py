"""Applications arrive from an ATS, by API and in a file; the same number is the same application."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from sharehub import tasks
from sharehub.models import Application, ATSKey
from sharehub.recruitment import keys
from tests import factories

FILE = """id;vacature;naam;e-mail;fase;datum;bron;ref
A-1;PL-7;Kim de Vries;kim@example.nl;in conversation;01-03-2026;Indeed;
A-2;PL-7;Sam Bos;sam@example.nl;;2026-03-02;;{code}
A-2;PL-7;Sam Bos;sam@example.nl;;2026-03-02;;
A-3;unknown;Lee;lee@example.nl;;;;
A-4;PL-7;Lou;lou@example.nl;promoted;;;
"""


@pytest.fixture
def vacancy(db):
    return factories.vacancy(title="Pipe layer", identifier="PL-7")


@pytest.fixture
def secret(hanna):
    return keys.make(name="ATS", by=hanna)[1]


def _tell(client, secret, **told):
    told = {"external_id": "A-1", "vacancy": "PL-7", **told}
    headers = {"authorization": f"Bearer {secret}"}
    return client.post("/api/v1/applications", told, content_type="application/json", headers=headers)


def test_the_same_number_twice_is_one_application(client, vacancy, secret):
    first = _tell(client, secret, name="Kim de Vries", source="Indeed")
    second = _tell(client, secret, name="Kim de Vries", source="Indeed")
    assert (first.status_code, second.status_code) == (201, 200)
    application = Application.objects.get()
    assert first.json() == {"outcome": "new", "id": application.pk, "stage": "applied", "attributed": False}
    assert second.json()["outcome"] == "same"
    assert (application.name, application.origin, application.source()) == ("Kim de Vries", "api", "Indeed")
    assert not Application.objects.unacknowledged().exists()


def test_the_ats_moves_an_application_along(client, vacancy, secret):
    _tell(client, secret)
    assert _tell(client, secret, stage="In conversation").json()["outcome"] == "moved"
    assert _tell(client, secret, stage="Niet gekozen").json()["stage"] == "rejected"
    assert _tell(client, secret, stage="rejected").json()["outcome"] == "same"
    application = Application.objects.get()
    assert [change.stage for change in application.stage_changes.all()] == ["interview", "rejected"]
    assert application.erase_on == timezone.localdate() + timedelta(days=28)


def test_a_reference_from_the_ats_is_attributed(client, vacancy, secret, ann):
    share = factories.ShareFactory(ambassador=ann, piece=vacancy, network="linkedin")
    assert _tell(client, secret, reference=share.link.code).json()["attributed"] is True
    assert Application.objects.get().touches.get().how == "ats"


def test_who_was_forgotten_does_not_come_back(client, vacancy, secret):
    _tell(client, secret, name="Kim de Vries", stage="rejected")
    Application.objects.update(erase_on=timezone.localdate())
    tasks.delete_candidates()
    response = _tell(client, secret, name="Kim de Vries", stage="interview")
    application = Application.objects.get()
    assert response.status_code == 410
    assert (application.name, application.external_id, application.stage) == ("", "", "rejected")
    assert "A-1" not in application.external_key


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({"vacancy": "none"}, "No vacancy has the reference"),
        ({"stage": "promoted"}, "There is no stage called"),
        ({"applied_at": "2999-01-01T00:00:00Z"}, "lies in the future"),
    ],
)
def test_what_cannot_be_read_is_refused(client, vacancy, secret, told, problem):
    response = _tell(client, secret, **told)
    assert response.status_code == 422
    assert problem in response.json()["problem"]
    assert not Application.objects.exists()


def test_without_a_key_or_with_one_taken_back_nothing_gets_in(client, as_hanna, vacancy, secret):
    assert _tell(client, "wrong").status_code == 401
    assert _tell(as_hanna, "").status_code == 401
    as_hanna.post(reverse("sharehub:ats_key_revocation", args=[ATSKey.objects.get().pk]))
    assert _tell(client, secret).status_code == 401
    assert not Application.objects.exists()


def test_a_key_is_shown_once_and_kept_as_a_digest(as_hanna, vacancy, client):
    page = as_hanna.post(reverse("sharehub:ats"), {"name": "Recruitee"})
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert secret not in as_hanna.get(reverse("sharehub:ats")).content.decode()
    assert secret not in ATSKey.objects.get().digest
    assert _tell(client, secret).status_code == 201


def _upload(client, text):
    file = SimpleUploadedFile("ats.csv", text.encode())
    return client.post(reverse("sharehub:ats"), {"file": file})


def test_a_file_is_looked_at_before_anything_changes(as_hanna, hanna, vacancy, ann):
    share = factories.ShareFactory(ambassador=ann, piece=vacancy, network="linkedin")
    url = _upload(as_hanna, FILE.format(code=share.link.code)).url
    page = as_hanna.get(url)
    assert not Application.objects.exists()
    found = {(row.external_id, received.outcome.value) for row, received in page.context["rows"]}
    assert found == {("A-1", "new"), ("A-2", "new"), ("A-2", "refused"), ("A-3", "refused"), ("A-4", "refused")}
    as_hanna.post(url, {"answer": "yes"})
    kim, sam = Application.objects.order_by("external_id")
    assert (kim.stage, kim.channel, kim.created_at.date().isoformat()) == ("interview", "Indeed", "2026-03-01")
    assert (sam.stage, sam.share, sam.origin) == ("applied", share, "file")
    assert "taken in or forgotten already" in as_hanna.post(url, {"answer": "yes"}, follow=True).content.decode()
    again = as_hanna.get(_upload(as_hanna, FILE.format(code="")).url)
    assert again.context["changes"] == 0


def test_a_file_thrown_away_changes_nothing(as_hanna, vacancy):
    url = _upload(as_hanna, FILE).url
    as_hanna.post(url, {"answer": "no"})
    assert not Application.objects.exists()
    assert as_hanna.get(url).status_code == 302


def test_a_file_is_its_owners_alone(as_hanna, as_mia, vacancy):
    url = _upload(as_hanna, FILE).url
    assert as_mia.get(url).status_code == 403


@pytest.mark.parametrize("text", ["", "name;e-mail\nKim;kim@example.nl\n", "\x00\x01"])
def test_what_is_no_table_of_applications_says_so(as_hanna, db, text):
    response = _upload(as_hanna, text)
    assert response.status_code == 422
    assert not Application.objects.exists()
