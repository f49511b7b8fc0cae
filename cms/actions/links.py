"""Sharing what stands elsewhere: a page begun from its address."""

from django.db import transaction

from ambassadors.models import User
from cms import links, pictures
from cms.models import ExternalLink, StoryIndexPage
from cms.site import index_page
from cms.tree import free_slug
from themes.models import Theme


def begin_link(*, url: str, theme: Theme | None, by: User) -> tuple[ExternalLink, tuple[str, ...]]:
    """There is a draft of that address, filled in with what the page says of itself; return it with what could not be used.

    An address that is here already is not begun again. Raises fetching.FetchError.
    """
    known = ExternalLink.objects.filter(url_elsewhere=url).first()
    if known is not None:
        return known, ()
    found = links.look(url)
    return _keep(found, theme, by), found.remarks


@transaction.atomic
def _keep(found: links.Found, theme: Theme | None, by: User) -> ExternalLink:
    parent = index_page(StoryIndexPage)
    page = ExternalLink(
        title=found.title,
        draft_title=found.title,
        slug=free_slug(parent, found.title, fallback="link"),
        summary=found.summary,
        url_elsewhere=found.url,
        source_name=found.source,
        owner=by,
        live=False,
        has_unpublished_changes=True,
    )
    page.language = found.language or by.language
    if found.picture:
        page.picture = pictures.keep(
            found.picture,
            title=found.title,
            description=found.picture_words,
            by=by,
            source_url=found.picture_url,
        )
    page.themes = [theme] if theme else []
    parent.add_child(instance=page)
    page.save_revision(user=by)
    return page
