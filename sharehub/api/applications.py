"""Where an applicant tracking system tells of applications; the same number twice is the same application."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from ninja.security import HttpBearer

from sharehub.models import Application, ATSKey
from sharehub.recruitment import arrivals, keys
from sharehub.recruitment.arrivals import Arrival, Outcome


class KeyOfATS(HttpBearer):
    """A key that HR made on the page “From your ATS”."""

    def authenticate(self, request: HttpRequest, token: str) -> ATSKey | None:
        """Return the key; None is answered with 401."""
        return keys.find(token)


class NewApplication(Schema):
    """An application as the ATS knows it."""

    external_id: str = Field(max_length=120, min_length=1, description="The application's number in the ATS.")
    vacancy: str = Field(max_length=200, description="The vacancy's reference, or our own number of it.")
    name: str = Field("", max_length=160)
    email: str = Field("", max_length=254)
    motivation: str = Field("", max_length=5000)
    stage: str = Field("", max_length=60, description="The name or key of a stage; empty leaves it where it is.")
    applied_at: datetime | None = Field(None, description="Now, where it is left out.")
    source: str = Field("", max_length=80, description="Where the candidate came from, as the ATS knows it.")
    reference: str = Field("", max_length=16, description="What stood behind ref= in the address they came from.")
    keeps_data_a_year: bool = Field(False, description="Whether the candidate agreed to that.")


class ReceivedApplication(Schema):
    """What became of it."""

    outcome: str = Field(description="new, moved, same or forgotten.")
    id: int
    stage: str
    attributed: bool = Field(description="Whether an ambassador's link gets the credit.")


class Problem(Schema):
    """Why nothing was changed."""

    problem: str


router = Router(auth=KeyOfATS(), tags=["recruitment"])


@router.post(
    "/applications",
    response={200: ReceivedApplication, 201: ReceivedApplication, 410: Problem, 422: Problem},
    summary="Tell of an application, or of the stage it is in now",
    operation_id="receive_application",
    url_name="receive_application",
)
def receive_application(request: HttpRequest, told: NewApplication) -> Status:
    values = told.dict()
    values["channel"] = values.pop("source")
    received = arrivals.receive(Arrival(**values), origin=Application.Origin.API)
    if received.application is None:
        return Status(422, Problem(problem=received.problem))
    if received.outcome == Outcome.FORGOTTEN:
        return Status(410, Problem(problem="The candidate was forgotten, as promised; nothing was stored."))
    application = received.application
    answer = ReceivedApplication(
        outcome=received.outcome.value,
        id=application.pk,
        stage=application.step_key,
        attributed=application.share_id is not None,
    )
    return Status(201 if received.outcome == Outcome.NEW else 200, answer)
