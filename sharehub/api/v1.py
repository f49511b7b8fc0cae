"""Version 1 of the API: whether it works, who is signed in, applications from an ATS. Its description is at openapi.json."""

from django.http import HttpRequest
from ninja import NinjaAPI, Schema
from ninja.security import django_auth

from ambassadors.access import PersonRequest, ambassador_of
from sharehub.api import applications, webhooks

api = NinjaAPI(
    title="Ambassadors",
    version="1",
    description="Sign in on the site; the API uses the session of the browser. An ATS signs in with a key.",
    docs_url=None,  # The usual pages with documentation load scripts from elsewhere.
    urls_namespace="api",
)


class Health(Schema):
    """The API answers."""

    status: str
    version: str


class Me(Schema):
    """The signed-in person; what belongs to an ambassador is null for others."""

    email: str
    name: str
    language: str
    time_zone: str
    groups: list[str]
    ambassador: int | None
    job_title: str | None
    team: str | None
    themes: list[str] | None
    joined: bool


@api.get("/health", response=Health, summary="Whether the API answers", operation_id="health", tags=["system"])
def health(request: HttpRequest) -> Health:
    return Health(status="ok", version=api.version)


@api.get("/me", response=Me, auth=django_auth, summary="Who is signed in", operation_id="me", tags=["people"])
def me(request: PersonRequest) -> Me:
    user = request.user
    ambassador = ambassador_of(request)
    themes = ambassador.theme_links.filter(state="accepted").values_list("theme__slug", flat=True) if ambassador else ()
    return Me(
        email=user.email,
        name=user.get_full_name(),
        language=user.language,
        time_zone=user.time_zone,
        groups=sorted(user.groups.values_list("name", flat=True)),
        ambassador=ambassador.pk if ambassador else None,
        job_title=ambassador.job_title if ambassador else None,
        team=ambassador.team.name if ambassador and ambassador.team else None,
        themes=sorted(themes) if ambassador else None,
        joined=bool(ambassador and ambassador.joined_at),
    )


api.add_router("", applications.router)
api.add_router("", webhooks.router)
