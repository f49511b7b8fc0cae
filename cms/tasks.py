"""What the machine does later for content."""

from celery import shared_task
from django.utils import timezone

from cms import feed_imports, feed_schedule, pictures, renditions, retention, schedule, search, vacancy_schedule
from cms.models import FeedImport, ImportedPicture


@shared_task
def fetch_pictures() -> None:
    """Every awaited picture whose turn it is gets its own task."""
    for pk in ImportedPicture.objects.due(timezone.now()).values_list("pk", flat=True)[:200]:
        fetch_picture.delay_on_commit(pk)


@shared_task
def fetch_picture(imported_id: int) -> None:
    """One awaited picture is fetched, or its row says what went wrong; safe to run again."""
    pictures.fetch(imported_id)


@shared_task(soft_time_limit=600, time_limit=660)
def import_feed(import_id: int) -> None:
    """A feed that was asked for is in, or its row says why not; safe to run again."""
    if feed_imports.run(import_id):
        fetch_pictures.delay_on_commit()


@shared_task
def import_feeds() -> None:
    """Imports whose message was lost, or whose worker was, are taken up again."""
    for pk in FeedImport.objects.filter(finished_at=None).values_list("pk", flat=True)[:20]:
        import_feed.delay_on_commit(pk)


@shared_task
def poll_feeds() -> None:
    """Every feed whose turn it is has a message in the queue; the row itself is what waits."""
    for pk in feed_schedule.due():
        poll_feed.delay_on_commit(pk)


@shared_task(soft_time_limit=240, time_limit=280)
def poll_feed(source_id: int) -> None:
    """One feed has been asked; a second message for the same turn finds nothing to do."""
    if feed_schedule.poll(source_id=source_id):
        fetch_pictures.delay_on_commit()


@shared_task
def poll_vacancies() -> None:
    """Every source of vacancies whose turn it is has a message in the queue; the row itself is what waits."""
    for pk in vacancy_schedule.due():
        poll_vacancy_source.delay_on_commit(pk)


@shared_task(soft_time_limit=240, time_limit=280)
def poll_vacancy_source(source_id: int) -> None:
    """One source of vacancies has been asked; a second message for the same turn finds nothing to do."""
    vacancy_schedule.poll(source_id=source_id)


@shared_task
def delete_discarded_posts() -> None:
    """Drafts that their author threw away long ago are gone, and so is what scouts did not hand in after all."""
    retention.delete_discarded_posts()
    retention.delete_old_hand_ins()


@shared_task
def publish_due_pages() -> None:
    """Pages approved for a moment that has come are live, expired ones are offline."""
    schedule.publish_due()


@shared_task
def draw_avif(piece_id: int) -> None:
    """One piece's picture is there as AVIF; safe to run again."""
    renditions.draw_avif(piece_id)


@shared_task
def draw_awaited_avif() -> None:
    """Every live picture that is not there as AVIF yet, some at a time, gets its own task."""
    for pk in renditions.without_avif():
        draw_avif.delay_on_commit(pk)


@shared_task
def take_words(piece_id: int) -> None:
    """One piece can be found by what it says now; safe to run again."""
    search.take_words([piece_id])


@shared_task
def take_awaited_words() -> None:
    """Pieces whose words were not taken when they were published, or came in without that, can be found."""
    search.take_words(search.due())
