"""Two themes become one: what is ahead goes along, what happened stays under the name it happened under."""

from collections.abc import Callable

from django.utils import timezone

from themes.models import Conversation, Stakeholder, Theme, ThemeTerm

Hook = Callable[[Theme, Theme], object]

_hooks: list[Hook] = []


def on_merging(hook: Hook) -> None:
    """The hook runs inside the merge with the theme that ends and the one that goes on; run twice it changes nothing."""
    if hook not in _hooks:
        _hooks.append(hook)


def merge(source: Theme, target: Theme) -> None:
    """The source is retired and points to the target, which has its words, its people outside and what waits for an answer.

    Shares, reach, answered conversations and KPIs keep the source: a baseline was measured for what it was then.
    """
    held = set(target.terms.values_list("kind", "language", "text"))
    terms = [term for term in source.terms.all() if (term.kind, term.language, term.text) not in held]
    ThemeTerm.objects.bulk_create(
        ThemeTerm(theme=target, kind=term.kind, language=term.language, text=term.text) for term in terms
    )
    for stakeholder in Stakeholder.objects.filter(themes=source):
        stakeholder.themes.add(target)
    waiting = source.conversations.filter(state=Conversation.State.WAITING)
    also = target.conversation_matches.values("conversation")
    source.conversation_matches.filter(conversation__in=waiting).exclude(conversation__in=also).update(theme=target)
    waiting.update(theme=target)
    for hook in _hooks:
        hook(source, target)
    source.retired_at, source.merged_into = timezone.now(), target
    source.save(update_fields=["retired_at", "merged_into"])
