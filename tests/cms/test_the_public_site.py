"""What a visitor sees, without cookies, and what networks and search engines read."""

import io
import json
import re
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from cms import site
from cms.models import Picture, VacancyIndexPage
from tests import factories
from themes.models import Organisation


@pytest.fixture
def visitor(db):
    organisation = Organisation.load()
    organisation.name = "Noorderlicht"
    organisation.save()
    return Client()


def _html(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def _meta(html, name):
    return re.search(rf'<meta (?:property|name)="{re.escape(name)}" content="([^"]*)"', html).group(1)


def _structured(html):
    text = re.search(r'<script type="application/ld\+json" nonce="[^"]+">(.*?)</script>', html).group(1)
    assert "<" not in text
    return json.loads(text)


def test_the_front_page_shows_the_newest_and_sets_no_cookie(visitor, ann, theme):
    factories.article(title="Forty kitchens", themes=[theme])
    factories.blog_post(title="My first winter", author=ann)
    factories.vacancy(title="Fitter")
    response = visitor.get("/")
    html = _html(response)
    assert [title for title in ("Forty kitchens", "My first winter", "Fitter", "Ann") if title not in html] == []
    assert not response.cookies


def test_an_empty_front_page_says_so(visitor):
    assert "The first story is being written" in _html(visitor.get("/"))


def test_stories_can_be_seen_per_theme(visitor, theme):
    factories.article(title="About heat", themes=[theme])
    factories.article(title="About water")
    html = _html(visitor.get("/stories/", {"theme": theme.slug}))
    assert "About heat" in html
    assert "About water" not in html


def test_a_list_of_stories_asks_as_many_questions_for_one_as_for_ten(visitor, theme, django_assert_max_num_queries):
    for _number in range(10):
        factories.article(themes=[theme])
    _html(visitor.get("/stories/"))
    with django_assert_max_num_queries(20):
        _html(visitor.get("/stories/"))


def test_an_article_tells_networks_and_search_engines_what_it_is(visitor, theme):
    article = factories.article(
        title='Heat </script><b> & "co"', summary="What we learned.", byline="Ann Jansen", themes=[theme]
    )
    html = _html(visitor.get(article.url))
    data = _structured(html)
    assert (data["@type"], data["headline"]) == ("Article", 'Heat </script><b> & "co"')
    assert data["author"] == [{"@type": "Person", "name": "Ann Jansen"}]
    assert data["mainEntityOfPage"] == f"http://localhost:8000{article.url}"
    assert f'<link rel="canonical" href="http://localhost:8000{article.url}">' in html
    assert _meta(html, "og:description") == "What we learned."
    assert _meta(html, "twitter:card") == "summary_large_image"
    assert (_meta(html, "og:image:width"), _meta(html, "og:image:height")) == ("1200", "630")


def test_the_card_is_a_picture_of_1200_by_630_at_the_address_that_the_page_names(visitor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    article = factories.article(title="Heat " * 40)
    address = _meta(_html(visitor.get(article.url)), "og:image")
    response = visitor.get(address.removeprefix("http://localhost:8000"))
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    image = Image.open(io.BytesIO(b"".join(response.streaming_content)))
    assert (image.format, image.size) == ("PNG", (1200, 630))


def test_an_old_card_leads_to_the_present_one_and_a_draft_has_none(visitor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    article = factories.article()
    assert visitor.get(f"/cards/{article.pk}-old.png").status_code == 302
    article.unpublish()
    assert visitor.get(f"/cards/{article.pk}-old.png").status_code == 404


def test_what_was_published_elsewhere_first_names_that_address_as_the_original(visitor):
    article = factories.article(canonical_url="https://example.org/first")
    html = _html(visitor.get(article.url))
    assert re.findall(r'rel="canonical" href="([^"]*)"', html) == ["https://example.org/first"]


def test_a_picture_that_is_awaited_is_a_link(visitor):
    body = [("awaited_picture", {"url": "https://example.org/a.png", "alt": "A kitchen"})]
    html = _html(visitor.get(factories.article(body=body).url))
    assert "See the picture: A kitchen" in html
    assert 'src="https://example.org' not in html


def test_an_author_has_a_page_only_when_the_author_wants_it(visitor, ann):
    post = factories.blog_post(title="My first winter", author=ann)
    assert "/blog/authors/" not in _html(visitor.get(post.url))
    assert visitor.get(f"/blog/authors/{ann.slug}/").status_code == 404
    ann.has_public_page = True
    ann.save()
    html = _html(visitor.get(post.url))
    assert _structured(html)["author"][0]["url"] == f"http://localhost:8000/blog/authors/{ann.slug}/"
    assert "My first winter" in _html(visitor.get(f"/blog/authors/{ann.slug}/"))


def test_an_author_who_left_has_no_page(visitor, ann):
    factories.blog_post(author=ann)
    ann.has_public_page, ann.left_at = True, timezone.now()
    ann.save()
    assert visitor.get(f"/blog/authors/{ann.slug}/").status_code == 404


def test_the_blog_can_be_followed(visitor, ann):
    post = factories.blog_post(title="My first winter", author=ann, body="<p>Cold.</p>")
    feed = _html(visitor.get("/feeds/blog.atom"))
    assert f"http://localhost:8000{post.url}" in feed
    assert "My first winter" in feed
    assert "Ann Jansen" in feed


def test_a_vacancy_tells_what_google_asks_for(visitor):
    vacancy = factories.vacancy(
        title="Fitter",
        identifier="F-1",
        date_posted=date(2026, 1, 5),
        valid_through=date(2099, 3, 31),
        locality="Assen",
        is_remote=True,
        salary_minimum=2800,
        salary_maximum=3600,
    )
    html = _html(visitor.get(f"{vacancy.url}?ref=ab12cd"))
    assert _structured(html) == {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": "Fitter",
        "description": "<p>Come and work with us.</p>",
        "datePosted": "2026-01-05",
        "validThrough": "2099-03-31T23:59:59+02:00",
        "employmentType": "FULL_TIME",
        "hiringOrganization": {"@type": "Organization", "name": "Noorderlicht", "sameAs": "http://localhost:8000/"},
        "url": f"http://localhost:8000{vacancy.url}",
        "directApply": True,
        "identifier": {"@type": "PropertyValue", "name": "Noorderlicht", "value": "F-1"},
        "jobLocation": {
            "@type": "Place",
            "address": {"@type": "PostalAddress", "addressLocality": "Assen", "addressCountry": "NL"},
        },
        "jobLocationType": "TELECOMMUTE",
        "applicantLocationRequirements": {"@type": "Country", "name": "NL"},
        "baseSalary": {
            "@type": "MonetaryAmount",
            "currency": "EUR",
            "value": {"@type": "QuantitativeValue", "unitText": "MONTH", "minValue": 2800.0, "maxValue": 3600.0},
        },
    }
    assert f"/apply/{vacancy.pk}/?ref=ab12cd" in html
    assert "EUR 2,800 – 3,600 per month" in html


def test_a_reference_that_is_no_code_is_not_passed_on(visitor):
    html = _html(visitor.get(f'{factories.vacancy().url}?ref="><script>'))
    assert "?ref=" not in html.split("<main")[1].split("</main>")[0]


def test_a_closed_vacancy_says_so_and_cannot_be_applied_for(visitor):
    vacancy = factories.vacancy(valid_through=timezone.localdate() - timedelta(days=1))
    html = _html(visitor.get(vacancy.url))
    assert "This vacancy is closed" in html
    assert "/apply/" not in html


def test_vacancies_can_be_searched(visitor):
    factories.vacancy(title="Fitter", locality="Assen")
    factories.vacancy(title="Planner", locality="Emmen", is_remote=True)
    factories.vacancy(title="Closed one", valid_through=date(2020, 1, 1))
    index = VacancyIndexPage.objects.get()

    def found(**query):
        html = _html(visitor.get(index.url, query))
        return [title for title in ("Fitter", "Planner", "Closed one") if title in html]

    assert found() == ["Fitter", "Planner"]
    assert found(words="fit") == ["Fitter"]
    assert found(place="Emmen") == ["Planner"]
    assert found(remote="on") == ["Planner"]
    assert found(words="fit", remote="on") == []
    assert "No vacancy like that now" in _html(visitor.get(index.url, {"words": "nothing"}))


def test_search_engines_find_the_public_pages_and_no_others(visitor):
    article = factories.article()
    assert f"http://localhost:8000{article.url}" in _html(visitor.get("/sitemap.xml"))
    robots = _html(visitor.get("/robots.txt"))
    assert "Disallow: /app/" in robots
    assert "Sitemap: http://localhost:8000/sitemap.xml" in robots


def test_a_visitor_chooses_a_language(visitor):
    response = visitor.post("/language/", {"language": "nl", "next": "/"})
    assert (response.status_code, response.url) == (302, "/")
    assert '<html lang="nl"' in _html(visitor.get("/"))


def test_pictures_stand_with_their_size_and_their_words(visitor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    out = io.BytesIO()
    Image.new("RGB", (1600, 900), "teal").save(out, "JPEG")
    picture = Picture(title="Kitchen", description="A kitchen in Assen", file=ContentFile(out.getvalue(), "k.jpg"))
    picture.save()
    html = _html(visitor.get(factories.article(picture=picture).url))
    [shown] = re.findall(r"<img[^>]*article__picture[^>]*>", html)
    assert all(words in shown for words in ('alt="A kitchen in Assen"', ".webp 480w", ".webp 1200w", "sizes="))
    assert 'width="480"' in shown
    assert 'height="270"' in shown


def test_the_site_is_laid_out_once(no_site):
    first = site.lay_out()
    again = site.lay_out()
    assert first.pk == again.pk
    assert VacancyIndexPage.objects.count() == 1
