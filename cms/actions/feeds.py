"""Asking for a feed to be brought in; the import itself is the machine's."""

from django.core.files.base import ContentFile
from django.db import transaction

from ambassadors.models import User
from cms import tasks
from cms.models import FeedImport
from themes.models import Theme


@transaction.atomic
def ask_for_import(
    *, location: str, content: bytes | None, theme: Theme, language: str, publish: bool, by: User | None
) -> FeedImport:
    """The feed will be brought in, in the background; `content` is that of an uploaded file, else the address is fetched."""
    asked = FeedImport(location=location[:500], theme=theme, language=language, publish=publish, by=by)
    if content is not None:
        asked.file.save("feed.xml", ContentFile(content), save=False)
    asked.save()
    tasks.import_feed.delay_on_commit(asked.pk)
    return asked
