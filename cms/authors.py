"""What an author takes along, and what happens to their posts when they go."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors import privacy
from ambassadors.models import Ambassador
from cms import addresses, prose
from cms.models import BlogPost


def register() -> None:
    """The person's posts are in their export."""
    privacy.register_export(
        "blog_posts",
        exported_posts,
        title=_("Blog posts"),
        words={
            "title": _("Title"),
            "state": _("State"),
            "language": _("Language"),
            "summary": _("Summary"),
            "text": _("Text"),
            "published_at": _("Published"),
            "address": _("Address"),
        },
        choices={"language": dict(settings.LANGUAGES), "state": dict(BlogPost.State.choices)},
    )


def exported_posts(ambassador: Ambassador) -> list[dict[str, object]]:
    """Return everything the person wrote, in its newest version."""
    rows = []
    for post in BlogPost.objects.filter(author=ambassador).with_progress():
        newest = post.get_latest_revision_as_object()
        rows.append(
            {
                "title": newest.title,
                "state": str(post.state),
                "language": newest.language,
                "summary": newest.summary,
                "text": prose.plain(newest.body),
                "published_at": post.first_published_at,
                "address": addresses.of_page(post) if post.live else "",
            }
        )
    return rows


def close_the_desk(ambassador: Ambassador) -> None:
    """Nothing of a person who leaves goes live any more; what was published under their name stays, their page goes."""
    for post in BlogPost.objects.filter(author=ambassador).with_progress():
        if post.current_workflow_state is not None:
            post.current_workflow_state.cancel(user=None)
    BlogPost.objects.filter(author=ambassador, live=False, discarded_at=None).update(discarded_at=timezone.now())
    Ambassador.objects.filter(pk=ambassador.pk).update(has_public_page=False)
    ambassador.has_public_page = False
