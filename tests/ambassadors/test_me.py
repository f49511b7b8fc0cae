"""What a person changes about themself."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from ambassadors.models import Policy, RoleAssignment, ThemeLink
from tests.factories import RoleFactory

PROFILE = {"first_name": "Ann", "last_name": "Jansen", "languages": ["en"], "expertise": "heat pumps"}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def _picture(kind="JPEG", size=(900, 600), name="me.jpg"):
    target = io.BytesIO()
    image = Image.new("RGB", size, "teal")
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    image.save(target, kind, **({"exif": exif} if kind == "JPEG" else {}))
    return SimpleUploadedFile(name, target.getvalue())


@pytest.mark.parametrize(
    "page", ["", "profile/", "preferences/", "networks/", "privacy/", "themes/", "data/", "pause/", "departure/"]
)
def test_every_page_opens(as_ann, ann, theme, page):
    ThemeLink.objects.create(ambassador=ann, theme=theme, reason="You know it")
    Policy.objects.create(programme=theme.programme, version=1, title="P", body="B", published_at=timezone.now())
    assert as_ann.get(f"/app/me/{page}").status_code == 200


@pytest.mark.parametrize("page", ["", "profile/", "data/?download=1", "departure/"])
def test_strangers_and_others_do_not_see_them(client, as_mia, page):
    assert client.get(f"/app/me/{page}").status_code == 302
    assert as_mia.get(f"/app/me/{page}").status_code == 403


def test_the_profile_is_saved(as_ann, ann):
    assert as_ann.post("/app/me/profile/", {**PROFILE, "bio": "Hi"})["Location"] == "/app/me/"
    ann.refresh_from_db()
    assert (str(ann), ann.expertise, ann.languages, ann.bio) == ("Ann Jansen", "heat pumps", ["en"], "Hi")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_portrait_becomes_a_square_without_what_the_camera_wrote(as_ann, ann, kind):
    as_ann.post("/app/me/profile/", {**PROFILE, "picture": _picture(kind)})
    ann.refresh_from_db()
    with Image.open(ann.portrait.path) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (512, 512), {})
    assert "me" not in ann.portrait.name.removeprefix("portraits/").removesuffix(".jpg")[:2]


def test_an_older_portrait_is_removed(as_ann, ann, django_capture_on_commit_callbacks):
    as_ann.post("/app/me/profile/", {**PROFILE, "picture": _picture()})
    ann.refresh_from_db()
    old = ann.portrait
    with django_capture_on_commit_callbacks(execute=True):
        as_ann.post("/app/me/profile/", {**PROFILE, "remove_picture": "on"})
    ann.refresh_from_db()
    assert not ann.portrait
    assert not old.storage.exists(old.name)


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("me.jpg", b"<svg onload=alert(1)>"),
        SimpleUploadedFile("me.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"),
        SimpleUploadedFile("me.jpg", b"\xff" * (8 * 1024 * 1024 + 1)),
    ],
    ids=["no picture", "another kind", "too large"],
)
def test_what_is_no_small_picture_is_refused(as_ann, ann, upload):
    upload.seek(0)
    assert as_ann.post("/app/me/profile/", {**PROFILE, "expertise": "new", "picture": upload}).status_code == 422
    ann.refresh_from_db()
    assert (ann.portrait.name, ann.expertise) == ("", "")


def test_a_giant_picture_is_refused_before_it_is_unpacked(as_ann, ann):
    response = as_ann.post("/app/me/profile/", {**PROFILE, "picture": _picture("PNG", (8000, 5001), "me.png")})
    assert response.status_code == 422
    assert "40 million pixels" in response.content.decode()


def test_consents_are_off_until_turned_on_and_can_be_taken_back(as_ann, ann):
    as_ann.post("/app/me/privacy/", {"is_on_wall": "on"})
    ann.refresh_from_db()
    assert (ann.is_on_wall, ann.is_on_board, ann.shares_own_figures) == (True, False, False)
    as_ann.post("/app/me/privacy/", {})
    ann.refresh_from_db()
    assert not ann.is_on_wall


def test_networks_turned_off_are_gone(as_ann, ann):
    as_ann.post("/app/me/networks/", {"linkedin-on": "on", "linkedin-handle": "in/ann", "x-on": "on"})
    linkedin = ann.networks.get(network="linkedin").pk
    as_ann.post("/app/me/networks/", {"linkedin-on": "on", "linkedin-handle": "in/ann2"})
    row = ann.networks.get()
    assert (row.pk, row.handle) == (linkedin, "in/ann2")


def test_a_person_proposes_accepts_and_leaves_themes(as_ann, ann, theme):
    url = f"/app/me/themes/{theme.pk}/"
    as_ann.post(url, {"answer": "yes"})
    assert ThemeLink.objects.get().state == ThemeLink.State.PROPOSED
    as_ann.post(url, {"answer": "no"})
    assert not ThemeLink.objects.exists()
    link = ThemeLink.objects.create(ambassador=ann, theme=theme)
    as_ann.post(url, {"answer": "yes"})
    link.refresh_from_db()
    assert link.state == ThemeLink.State.ACCEPTED
    held = RoleAssignment.objects.create(ambassador=ann, role=RoleFactory(), theme=theme)
    as_ann.post(url, {"answer": "no"})
    link.refresh_from_db()
    assert link.state == ThemeLink.State.DECLINED
    assert not RoleAssignment.objects.current().filter(pk=held.pk).exists()


def test_a_role_is_given_back_by_its_holder_only(as_ann, as_bob, ann, theme):
    held = RoleAssignment.objects.create(ambassador=ann, role=RoleFactory(), theme=theme)
    url = f"/app/me/roles/{held.pk}/end/"
    assert as_bob.post(url).status_code == 404
    assert RoleAssignment.objects.current().count() == 1
    as_ann.post(url)
    assert RoleAssignment.objects.current().count() == 0


def test_a_pause_has_an_end_and_can_be_ended_early(as_ann, ann):
    today = timezone.localdate()
    assert as_ann.post("/app/me/pause/", {"until": today - timedelta(days=1)}).status_code == 422
    as_ann.post("/app/me/pause/", {"until": today + timedelta(days=7)})
    ann.refresh_from_db()
    assert ann.is_paused
    as_ann.post("/app/me/pause/", {"resume": "1"})
    ann.refresh_from_db()
    assert not ann.is_paused


def test_my_data_is_a_file_with_everything(as_ann, ann, theme):
    ThemeLink.objects.create(ambassador=ann, theme=theme, reason="You know it")
    response = as_ann.get("/app/me/data/?download=1")
    assert response["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(response.content)) as files:
        data = json.loads(files.read("data.json"))
        assert "themes.csv" in files.namelist()
    assert data["account"][0]["email"] == "ann@example.nl"
    assert data["themes"][0]["reason"] == "You know it"
    assert "password" not in json.dumps(data)


def test_followers_stay_of_who_told_them_until_somebody_writes_another_number(as_ann, ann):
    told_on = timezone.localdate() - timedelta(days=9)
    ann.networks.create(
        network="mastodon", server="m.example", followers=40, followers_told_by="network", followers_told_on=told_on
    )
    form = {"mastodon-on": "on", "mastodon-server": "m.example", "mastodon-handle": "ann", "linkedin-on": "on"}

    def told_after(**sent):
        assert as_ann.post(reverse("ambassadors:me_networks"), {**form, **sent}).status_code == 302
        rows = ann.networks.values_list("network", "followers", "followers_told_by", "followers_told_on")
        return {network: tuple(told) for network, *told in rows}

    today, unknown = timezone.localdate(), (None, "", None)
    assert told_after(**{"mastodon-followers": "40"}) == {"mastodon": (40, "network", told_on), "linkedin": unknown}
    both = {"mastodon-followers": "55", "linkedin-followers": "300"}
    assert told_after(**both) == {"mastodon": (55, "person", today), "linkedin": (300, "person", today)}
    assert told_after() == {"mastodon": unknown, "linkedin": unknown}
