"""Who may open a page: someone signed in who has the permission, and whom the programme is open to."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from themes.audit import Person
from themes.models import Programme
from themes.models.programme import ProgrammeQuerySet

View = Callable[..., HttpResponse]
Gate = Callable[[ProgrammeQuerySet, Person], ProgrammeQuerySet]

_gates: list[Gate] = []


def register_gate(gate: Gate) -> None:
    """Of any programmes, people enter only those that the gate returns for them."""
    if gate not in _gates:
        _gates.append(gate)


def programmes_for(person: Person) -> ProgrammeQuerySet:
    """Return the programmes that are open to a person."""
    programmes = Programme.objects.all()
    for gate in _gates:
        programmes = gate(programmes, person)
    return programmes


def within_programme(view: View) -> View:
    """A programme, named by the address's `slug`, that is not open to the person gives a 403."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        slug = kwargs.get("slug")
        is_closed = bool(slug) and not programmes_for(request.user).filter(slug=slug).exists()
        if is_closed and Programme.objects.filter(slug=slug).exists():
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def requires(permission: str) -> Callable[[View], View]:
    """A stranger is sent to the log-in page, someone without the permission or outside the programme gets a 403."""

    def decorate(view: View) -> View:
        return login_required(permission_required(permission, raise_exception=True)(within_programme(view)))

    return decorate
