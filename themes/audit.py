"""What managers change is written in Wagtail's log, with the programme it belongs to, and told in whole sentences.

A language puts its verbs where it wants, so every action has one sentence with places for who, what and which; an app gives the
sentences of its actions in `wagtail_hooks`, and says with `call` how a kind of thing is called within one.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from wagtail.log_actions import LogActionRegistry, LogFormatter, log
from wagtail.models import ModelLogEntry

from themes.models import Programme

Person = AbstractBaseUser | AnonymousUser

ADD = "themes.add"
CHANGE = "themes.change"
REMOVE = "themes.remove"
RESTORE = "themes.restore"
RETIRE = "themes.retire"
COPY = "themes.copy"
MERGE = "themes.merge"

# Apps whose events belong to the programme even where the entry does not name it.
_OWN_APPS = ("themes.", "ambassadors.", "cms.", "sharehub.")


_called: dict[type[models.Model], str | Promise] = {}


def call(model: type[models.Model], words: str | Promise) -> None:
    """Sentences of the log call a row of the model so, with its article: "the theme"."""
    _called[model] = words


def tell(actions: LogActionRegistry, action: str, label: str | Promise, sentence: str | Promise) -> None:
    """The log tells the action in this sentence, with places for %(who)s, %(what)s and %(which)s; filters call it by the label."""
    formatter = type("_Sentence", (_Sentence,), {"label": label, "sentence": sentence})
    actions.register_action(action)(formatter)


class _Sentence(LogFormatter):
    sentence: str | Promise = ""

    def format_message(self, log_entry: ModelLogEntry) -> str:
        model = log_entry.content_type.model_class()
        what = _called.get(model) or log_entry.object_verbose_name
        who = log_entry.user_display_name if log_entry.user_id else gettext("The system")
        return str(self.sentence) % {"who": who, "what": what, "which": log_entry.label[:80]}


def record(
    instance: models.Model,
    action: str,
    *,
    by: Person | None,
    programme: Programme,
    changed: Iterable[str] = (),
    **data: Any,
) -> None:
    """The log says who did what to which thing of the programme, and which fields changed."""
    fields = list(changed)
    details = {"programme": programme.pk, **({"fields": fields} if fields else {}), **data}
    user = by if isinstance(by, AbstractBaseUser) else None
    log(instance, action, user=user, data=details, content_changed=bool(fields), deleted=action == REMOVE)


def timeline(programme: Programme, *, seen_by: Person) -> "models.QuerySet[ModelLogEntry]":
    """Return the events of a programme that this person may know of, those of models they may view; the newest first."""
    ours = models.Q()
    for prefix in _OWN_APPS:
        ours |= models.Q(action__startswith=prefix)
    of_programme = models.Q(data__programme=programme.pk) | models.Q(data__programme__isnull=True)
    entries = ModelLogEntry.objects.viewable_by_user(seen_by).filter(ours & of_programme)
    return entries.select_related("user", "content_type").order_by("-timestamp", "-pk")
