"""The public site is searched, followed and read on: search, feeds, theme pages, related pieces, site map."""

import json
import xml.etree.ElementTree as ElementTree
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cms import reading, search, tasks
from cms.models import SearchText
from tests import factories
from themes.models import Organisation

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def visitor(db):
    organisation = Organisation.load()
    organisation.name = "Noorderlicht"
    organisation.save()
    return Client()


def _titles(query):
    return [piece.title for piece in search.find(query)]


def test_words_are_found_in_any_form_in_each_language(visitor, ann):
    factories.article(title="Nieuws", body=[("paragraph", "<p>De monteurs graven sleuven.</p>")], language="nl")
    factories.blog_post(title="A winter", body="<p>We were digging trenches.</p>", author=ann, language="en")
    factories.vacancy(title="Fitter", locality="Groningen", language="en")
    tasks.take_awaited_words()
    tasks.take_awaited_words()
    assert SearchText.objects.count() == 3
    assert _titles("sleuf monteur") == []
    assert _titles("sleuven monteur") == ["Nieuws"]
    assert _titles("trench dig") == ["A winter"]
    assert _titles("groningen") == ["Fitter"]
    assert sorted(_titles("winter or fitter")) == ["A winter", "Fitter"]
    assert _titles('"digging trenches" -winter') == []


def test_the_title_weighs_more_than_the_text(visitor):
    factories.article(title="Heat", body=[("paragraph", "<p>Pipes.</p>")])
    factories.article(title="Pipes", body=[("paragraph", "<p>Heat.</p>")])
    tasks.take_awaited_words()
    assert _titles("pipes") == ["Pipes", "Heat"]


def test_what_is_published_is_found_and_what_is_not_live_is_not(visitor, django_capture_on_commit_callbacks):
    article = factories.article(title="Heat", live=False)
    assert search.due() == []
    with django_capture_on_commit_callbacks(execute=True):
        article.save_revision().publish()
    tasks.take_words(article.pk)
    assert _titles("heat") == ["Heat"]
    article.refresh_from_db()
    article.unpublish()
    assert _titles("heat") == []


def test_a_piece_that_changed_is_taken_anew(visitor):
    article = factories.article(title="Heat")
    tasks.take_awaited_words()
    assert search.due() == []
    article.title, article.last_published_at = "Cold", timezone.now() + timedelta(seconds=1)
    article.save()
    assert search.due() == [article.pk]
    search.take_words([article.pk])
    assert (_titles("heat"), _titles("cold")) == ([], ["Cold"])


@pytest.mark.parametrize("query", ["", "'", "& | !", "a" * 500, "%00\x00", '"'])
def test_any_query_is_answered(visitor, query):
    assert visitor.get("/search/", {"q": query}).status_code == 200


def test_the_search_page_shows_what_was_found(visitor):
    for number in range(22):
        factories.article(title=f"Heat {number}")
    tasks.take_awaited_words()
    page = visitor.get("/search/", {"q": "heat"})
    assert "22 pieces found" in page.text
    assert '<meta name="robots" content="noindex, follow">' in page.text
    assert not page.cookies
    assert "Nothing found" in visitor.get("/search/", {"q": "zebra"}).text


def test_a_theme_has_a_page_with_its_pieces(visitor, theme, ann):
    factories.article(title="Forty kitchens", themes=[theme])
    factories.article(title="Something else")
    factories.blog_post(title="My winter", author=ann, themes=[theme])
    factories.vacancy(title="Fitter", themes=[theme])
    page = visitor.get(f"/themes/{theme.slug}/")
    assert [
        title for title in ("Heat networks", "Forty kitchens", "My winter", "Fitter") if title not in page.text
    ] == []
    assert "Something else" not in page.text
    assert not page.cookies
    theme.retire()
    assert visitor.get(f"/themes/{theme.slug}/").status_code == 404


FEEDS = ["all", "blog", "themes/heat-networks", "authors/{slug}"]


@pytest.fixture
def followed(visitor, theme, ann):
    ann.has_public_page = True
    ann.save()
    now = timezone.now()
    fields = {"author": ann, "themes": [theme], "first_published_at": now, "last_published_at": now}
    return factories.blog_post(
        title="Cold & <wet>", summary="Brr.", body='<p>See <a href="/blog/">here</a></p>', **fields
    )


@pytest.mark.parametrize("name", FEEDS)
def test_every_feed_is_atom_and_json(visitor, followed, ann, name):
    path = f"/feeds/{name.format(slug=ann.slug)}"
    answer = visitor.get(f"{path}.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.content)
    address = f"http://localhost:8000{followed.url}"
    [entry] = root.findall(f"{ATOM}entry")
    assert (entry.find(f"{ATOM}title").text, entry.find(f"{ATOM}id").text) == ("Cold & <wet>", address)
    assert entry.find(f"{ATOM}author/{ATOM}name").text == "Ann Jansen"
    assert entry.find(f"{ATOM}category").get("term") == "Heat networks"
    assert 'href="http://localhost:8000/blog/"' in entry.find(f"{ATOM}summary").text
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == f"http://localhost:8000{path}.atom"
    answer = visitor.get(f"{path}.json")
    assert answer["Content-Type"] == "application/feed+json"
    data = json.loads(answer.content)
    assert (data["version"], data["feed_url"]) == (
        "https://jsonfeed.org/version/1.1",
        f"http://localhost:8000{path}.json",
    )
    [item] = data["items"]
    assert (item["id"], item["title"], item["tags"]) == (address, "Cold & <wet>", ["Heat networks"])
    assert item["content_html"] == '<p>See <a href="http://localhost:8000/blog/">here</a></p>'


def test_an_author_who_hides_and_a_theme_that_ended_have_no_feed(visitor, followed, ann, theme):
    ann.has_public_page = False
    ann.save()
    theme.retire()
    assert visitor.get(f"/feeds/authors/{ann.slug}.json").status_code == 404
    assert visitor.get("/feeds/themes/heat-networks.atom").status_code == 404


def test_a_feed_asks_as_many_questions_for_one_as_for_ten(visitor, followed, ann, theme, django_assert_max_num_queries):
    for _number in range(9):
        factories.blog_post(author=ann, themes=[theme])
    with django_assert_max_num_queries(30):
        assert len(json.loads(visitor.get("/feeds/blog.json").content)["items"]) == 10


def test_the_site_map_names_themes_and_authors_who_want_to_be_seen(visitor, followed, ann, bob, theme):
    factories.blog_post(author=bob)
    text = visitor.get("/sitemap.xml").text
    assert f"<loc>http://localhost:8000/themes/{theme.slug}/</loc>" in text
    assert f"/blog/authors/{ann.slug}/</loc>" in text
    assert f"/blog/authors/{bob.slug}/" not in text


def test_a_post_leads_on_to_others_on_its_theme_in_its_language_first(visitor, theme, ann):
    post = factories.blog_post(author=ann, themes=[theme])
    factories.blog_post(title="Dutch", author=ann, themes=[theme], language="nl")
    factories.blog_post(title="English", author=ann, themes=[theme])
    factories.blog_post(title="Elsewhere", author=ann)
    page = visitor.get(post.url).text.partition('id="related"')[2]
    assert page.index("English") < page.index("Dutch")
    assert "Elsewhere" not in page


def test_reading_takes_as_long_as_its_words(visitor, ann):
    post = factories.blog_post(author=ann, body=f"<p>{'word ' * 700}</p>")
    assert (reading.words(post), reading.minutes(post)) == (700, 3)
    page = visitor.get(post.url).text
    assert "3 minutes to read" in page
    assert '"wordCount": 700' in page
    assert reading.minutes(factories.blog_post(author=ann, body="")) == 0


def test_an_author_page_tells_search_engines_who_it_is_about(visitor, followed, ann):
    ann.job_title, ann.bio = "Fitter", "I lay pipes."
    ann.save()
    page = visitor.get(f"/blog/authors/{ann.slug}/").text
    data = json.loads(
        page.partition('<script type="application/ld+json" nonce="')[2].partition(">")[2].partition("</script>")[0]
    )
    assert (data["@type"], data["mainEntity"]["name"], data["mainEntity"]["jobTitle"]) == (
        "ProfilePage",
        "Ann Jansen",
        "Fitter",
    )
    assert "I lay pipes." in visitor.get(followed.url).text


def test_a_vacancy_tells_all_that_google_asks_and_is_shared_until_it_closes(visitor, ann):
    from cms.models import Shareable

    vacancy = factories.vacancy(
        title="Fitter",
        street_address="Kade 1",
        postal_code="9711 AA",
        locality="Groningen",
        region="Groningen",
        country="NL",
        education="professional certificate",
        experience_months=24,
        experience_is_enough=True,
        salary_minimum=3000,
        salary_maximum=3500,
        valid_through=timezone.localdate(),
    )
    page = visitor.get(vacancy.url).text
    data = json.loads(
        page.partition('<script type="application/ld+json" nonce="')[2].partition(">")[2].partition("</script>")[0]
    )
    assert data["jobLocation"]["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "Kade 1",
        "postalCode": "9711 AA",
        "addressLocality": "Groningen",
        "addressRegion": "Groningen",
        "addressCountry": "NL",
    }
    assert data["educationRequirements"]["credentialCategory"] == "professional certificate"
    assert data["experienceRequirements"]["monthsOfExperience"] == 24
    assert data["experienceInPlaceOfEducation"] is True
    assert "also without that education" in page
    assert "EUR 3,000 – 3,500 per month" in visitor.get("/vacancies/").text
    assert Shareable.objects.open_to_sharing().filter(pk=vacancy.pk).exists()
    vacancy.valid_through = date(2020, 1, 1)
    vacancy.save()
    assert not Shareable.objects.open_to_sharing().filter(pk=vacancy.pk).exists()
    assert vacancy.is_open_to_sharing is False
