"""HR's page of other systems: who is told, who tells us, what arrived and what did not."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ambassadors.access import PersonRequest, allowed
from sharehub.models import WebhookDelivery, WebhookSource, WebhookTarget
from sharehub.recruitment import webhooks
from sharehub.recruitment.arrivals import Outcome
from sharehub.recruitment.forms import WebhookSourceForm, WebhookTargetForm

_PER_PAGE = 25


@never_cache
@require_http_methods(["GET", "POST"])
@allowed("sharehub.change_webhooktarget")
def webhook_list(request: PersonRequest) -> HttpResponse:
    is_target = "url" in request.POST
    target_form = WebhookTargetForm(request.POST if is_target else None, initial={"tells_stages": True})
    source_form = WebhookSourceForm(request.POST if request.method == "POST" and not is_target else None, prefix="in")
    for form in (target_form, source_form):
        if form.is_bound and form.is_valid():
            made = webhooks.make(connection=form.save(commit=False), by=request.user)
            return _with_secret(request, made)
    context = {
        "targets": WebhookTarget.objects.all(),
        "sources": WebhookSource.objects.all(),
        "target_form": target_form,
        "source_form": source_form,
    }
    status = 422 if target_form.errors or source_form.errors else 200
    return render(request, "sharehub/recruitment/webhook_list.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@allowed("sharehub.change_webhooktarget")
def webhook_target(request: PersonRequest, pk: int) -> HttpResponse:
    target = get_object_or_404(WebhookTarget, pk=pk)
    form = WebhookTargetForm(request.POST or None, instance=get_object_or_404(WebhookTarget, pk=pk))
    if request.method == "POST" and form.is_valid():
        webhooks.change(target=form.save(commit=False), changed=form.changed_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("sharehub:webhook_target", pk)
    return _target_page(request, target, form=form)


def _target_page(
    request: PersonRequest, target: WebhookTarget, *, form: WebhookTargetForm | None = None, secret: str = ""
) -> HttpResponse:
    deliveries = target.deliveries.select_related("application__vacancy")
    context = {
        "target": target,
        "kind": "told",
        "form": form or WebhookTargetForm(instance=target),
        "secret": secret,
        "page": Paginator(deliveries, _PER_PAGE).get_page(request.GET.get("page")),
        "crumbs": [(_("Other systems"), reverse("sharehub:webhook_list")), (target.name, "")],
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "sharehub/recruitment/webhook_target.html", context, status=status)


@never_cache
@require_GET
@allowed("sharehub.change_webhooksource")
def webhook_source(request: PersonRequest, pk: int) -> HttpResponse:
    return _source_page(request, get_object_or_404(WebhookSource, pk=pk))


def _source_page(request: PersonRequest, source: WebhookSource, *, secret: str = "") -> HttpResponse:
    context = {
        "source": source,
        "kind": "telling",
        "secret": secret,
        "address": request.build_absolute_uri(reverse("api:receive_webhook", args=[source.pk])),
        "receipts": [(each, Outcome(each.outcome).label) for each in source.receipts.all()[:_PER_PAGE]],
        "crumbs": [(_("Other systems"), reverse("sharehub:webhook_list")), (source.name, "")],
    }
    return render(request, "sharehub/recruitment/webhook_source.html", context)


def _with_secret(request: PersonRequest, connection: WebhookTarget | WebhookSource) -> HttpResponse:
    """The secret stands in this one answer, in no address and in no message that is kept."""
    if isinstance(connection, WebhookTarget):
        return _target_page(request, connection, secret=connection.secret)
    return _source_page(request, connection, secret=connection.secret)


@never_cache
@require_POST
@allowed("sharehub.change_webhooktarget")
def webhook_secret(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    connection = _connection(kind, pk)
    webhooks.rotate(connection=connection, by=request.user)
    return _with_secret(request, connection)


@require_POST
@allowed("sharehub.change_webhooktarget")
def webhook_switch(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    connection = _connection(kind, pk)
    webhooks.switch(connection=connection, on=connection.off_at is not None, by=request.user)
    words = _("“%(name)s” is switched off.") if connection.off_at else _("“%(name)s” is switched on.")
    undo = reverse("sharehub:webhook_switch", args=[kind, pk])
    messages.success(request, words % {"name": connection}, extra_tags=undo)
    return redirect("sharehub:webhook_target" if kind == "told" else "sharehub:webhook_source", pk)


@require_POST
@allowed("sharehub.change_webhooktarget")
def webhook_test(request: PersonRequest, pk: int) -> HttpResponse:
    target = get_object_or_404(WebhookTarget, pk=pk)
    if target.off_at:
        messages.error(request, _("It is switched off, so nothing was sent."))
    else:
        webhooks.test(target=target)
        messages.success(request, _("A test is on its way. Look here again in a moment."))
    return redirect("sharehub:webhook_target", pk)


@require_POST
@allowed("sharehub.change_webhooktarget")
def delivery_again(request: PersonRequest, pk: int) -> HttpResponse:
    delivery = get_object_or_404(WebhookDelivery.objects.select_related("target"), pk=pk)
    webhooks.send_again(delivery=delivery, by=request.user)
    messages.success(request, _("It is sent again, under the same number."))
    return redirect("sharehub:webhook_target", delivery.target_id)


def _connection(kind: str, pk: int) -> WebhookTarget | WebhookSource:
    if kind == "told":
        return get_object_or_404(WebhookTarget, pk=pk)
    if kind == "telling":
        return get_object_or_404(WebhookSource, pk=pk)
    raise Http404
