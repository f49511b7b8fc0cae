"""What is stored about people, why, who sees it and how long: for a works council, and for everybody who wants to know."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.log_actions import log

from ambassadors.access import PersonRequest, allowed
from sharehub import statement as statements
from sharehub.measurement.forms import TellingForm
from sharehub.models import StatementVersion
from themes.models import Organisation
from themes.tasks import read_kpis


@never_cache
@require_GET
@login_required
def statement(request: HttpRequest, number: int | None = None) -> HttpResponse:
    latest = statements.current()
    version = latest if number is None else get_object_or_404(StatementVersion, number=number)
    context = {
        "version": version,
        "latest": latest,
        "rows": statements.rows(version),
        "group": version.facts["group"],
        "is_live": statements.is_live(version),
        "versions": [(each, statements.changes(each)) for each in StatementVersion.objects.all()[:20]],
    }
    return render(request, "sharehub/statement.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed("themes.change_organisation")
def telling(request: PersonRequest) -> HttpResponse:
    """Choose how much figures about groups tell; the statement says so from then on, in a version of its own."""
    form = TellingForm(request.POST or None, instance=Organisation.load())
    if form.is_valid():
        if form.has_changed():
            changed = form.save()
            log(
                instance=changed, action="sharehub.edit_telling", user=request.user, data={"changed": form.changed_data}
            )
            version = statements.current()
            read_kpis.delay_on_commit()  # the other kind of figure, without waiting for the night
            messages.success(
                request, _("Saved. The statement has a new version: %(number)s.") % {"number": version.number}
            )
        return redirect("sharehub:statement")
    crumbs = [(_("What we keep about people"), reverse("sharehub:statement")), (_("What figures tell"), "")]
    page = {"form": form, "crumbs": crumbs}
    return render(request, "sharehub/telling.html", page, status=422 if form.errors else 200)
