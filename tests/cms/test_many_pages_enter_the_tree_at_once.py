"""Pages that were added together are pages like any other."""

from wagtail.models import Page

from cms import site
from cms.models import Article, StoryIndexPage
from cms.tree import add_children
from tests import factories


def test_they_stand_in_the_tree_can_be_found_edited_and_deleted(db, client):
    site.lay_out()
    stories = StoryIndexPage.objects.get()
    older = factories.article()
    new = [Article(title=f"Heat {n}", slug=f"heat-{n}", language="en", live=True) for n in range(3)]
    add_children(stories, new)
    stories.refresh_from_db()
    assert Page.find_problems() == ([], [], [], [], [])
    assert stories.numchild == 4
    assert [page.title for page in stories.get_children()] == [older.title, "Heat 0", "Heat 1", "Heat 2"]
    assert {page.title for page in Article.objects.live().search("Heat")} == {"Heat 0", "Heat 1", "Heat 2"}
    assert client.get("/stories/heat-1/").status_code == 200
    page = Article.objects.get(slug="heat-1")
    page.title = "Warmth"
    page.save_revision().publish()
    page.delete()
    stories.add_child(instance=Article(title="Later", slug="later", language="en"))
    assert Page.find_problems() == ([], [], [], [], [])


def test_none_is_fine(db):
    site.lay_out()
    add_children(StoryIndexPage.objects.get(), [])
    assert not Article.objects.exists()
