"""Where another system tells of applications by signed webhook, as Standard Webhooks describes it."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status

from sharehub import vault
from sharehub.api.applications import Problem
from sharehub.models import WebhookSource
from sharehub.recruitment import hearing, signing

router = Router(tags=["recruitment"])


class HeardMessage(Schema):
    """What a message did; `again` says that the same one came before."""

    outcome: str
    again: bool


@router.post(
    "/webhooks/{int:source_id}",
    auth=None,
    response={200: HeardMessage, 401: Problem, 413: Problem, 422: Problem},
    summary="Tell of an application by signed webhook",
    description=(
        "Signed as Standard Webhooks 1.0 says, with the secret that HR was shown. The body is an object whose `data` has the fields "
        "of `POST /applications`; `vacancy` may be left out for an application that is known. The same webhook-id again does nothing."
    ),
    operation_id="receive_webhook",
    url_name="receive_webhook",
)
def receive_webhook(request: HttpRequest, source_id: int) -> Status:
    if int(request.headers.get("content-length") or 0) > hearing.MOST_BYTES:
        return Status(413, Problem(problem="The message is larger than 64 kB."))
    body = request.body
    if len(body) > hearing.MOST_BYTES:
        return Status(413, Problem(problem="The message is larger than 64 kB."))
    source = WebhookSource.objects.filter(pk=source_id, off_at=None).first()
    if source is None:
        return Status(401, Problem(problem="The signature does not fit."))
    now = timezone.now()
    try:
        message_id = signing.verify(source.keys(now), request.headers, body=body, at=now)
        heard = hearing.hear(source=source, message_id=message_id, body=body)
    except (signing.BadSignature, vault.Unreadable) as error:
        return Status(401, Problem(problem=str(error)))
    except hearing.Unreadable as error:
        return Status(422, Problem(problem=str(error)))
    return Status(200, HeardMessage(outcome=heard.outcome, again=heard.is_known))
