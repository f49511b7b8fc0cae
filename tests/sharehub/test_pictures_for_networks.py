"""The picture of a piece comes in the size in which a network cuts nothing off, around the part that matters."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image

from sharehub.models import Share
from tests import factories


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def _piece(**fields):
    return factories.article(title="Forty kitchens", disclosure_required=False, **fields)


def _with_picture(**fields):
    """Return a piece with a wide picture, teal with a red edge at the left."""
    image = Image.new("RGB", (1800, 1350), "teal")
    image.paste("red", (0, 0, 200, 1350))
    out = io.BytesIO()
    image.save(out, "JPEG")
    return _piece(picture=factories.picture(file=ContentFile(out.getvalue(), "wide.jpg"), **fields))


def _sheet(client, piece, network):
    return client.get(reverse("sharehub:share_new", args=[piece.pk]), {"network": network}).context["sheet"]


def _steps(client, piece, network):
    client.post(reverse("sharehub:share_new", args=[piece.pk]), {"network": network, "text": "I was there."})
    return client.get(reverse("sharehub:share_detail", args=[Share.objects.get(network=network).pk]))


def _opened(url):
    with default_storage.open(url.removeprefix("/media/")) as file, Image.open(file) as image:
        return image.convert("RGB")


def test_each_network_gets_the_sizes_it_shows_whole_around_what_matters(as_ann, ann):
    piece = _with_picture(focal_point_x=100, focal_point_y=700, focal_point_width=100, focal_point_height=100)
    for network, sizes in {
        "linkedin": {"1200 × 627": (1200, 627)},
        "instagram": {"square, 1080 × 1080": (1080, 1080), "upright, 1080 × 1350": (1080, 1350)},
        "copy": {"": (1600, 1200)},
    }.items():
        sheet, page = _sheet(as_ann, piece, network), _steps(as_ann, piece, network)
        assert {file.size: _opened(file.url).size for file in sheet.files} == sizes
        assert page.context["files"] == sheet.files
        assert all(f'href="{file.url}" download' in page.text for file in sheet.files)
        assert all(f"Save the picture ({size})" in page.text for size in sizes if size)
    red, _green, _blue = _opened(_sheet(as_ann, piece, "instagram").file).getpixel((5, 540))
    assert red > 200


def test_instagram_gets_a_card_where_there_is_no_picture_and_the_others_show_the_link(as_ann, ann, client):
    piece = _piece()
    square, upright = _steps(as_ann, piece, "instagram").context["files"]
    for file, size in ((square, (1080, 1080)), (upright, (1080, 1350))):
        answer = client.get(file.url)
        assert answer["Content-Type"] == "image/png"
        with Image.open(io.BytesIO(answer.getvalue())) as card:
            assert card.size == size
    assert _sheet(as_ann, piece, "linkedin").files == []
    assert client.get(square.url.replace("1080x1080", "1080x1081")).status_code == 404
    assert client.get(f"/cards/1080x1080/{piece.pk}-old.png")["Location"] == square.url
    piece.unpublish()
    assert client.get(square.url).status_code == 404


def test_who_shares_can_take_a_card_with_their_own_name_and_nobody_else_can(as_ann, ann, as_bob, client):
    piece = _with_picture()
    page = _steps(as_ann, piece, "instagram")
    assert [file.size for file in page.context["own_cards"]] == ["square, 1080 × 1080", "upright, 1080 × 1350"]
    square = page.context["own_cards"][0].url
    assert f'href="{square}" download' in page.text
    answer = as_ann.get(square)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/png", "private")
    with Image.open(io.BytesIO(answer.content)) as card:
        assert card.size == (1080, 1080)
    ann.user.first_name = "Annabel"
    ann.user.save()
    assert as_ann.get(square).content != answer.content
    assert as_ann.get(square.replace("1080x1080", "1080x1081")).status_code == 404
    assert as_bob.get(square).status_code == 404
    assert client.get(square).status_code == 302
    assert not default_storage.exists("cards")
