"""My rhythm and load: when somebody shares and what they carry, for nobody else."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ambassadors.access import AmbassadorRequest, ambassador_required
from sharehub import actions, rhythm
from sharehub.forms import TimeForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@ambassador_required
def my_rhythm(request: AmbassadorRequest) -> HttpResponse:
    ambassador = request.ambassador
    form = TimeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.say_time(ambassador=ambassador, times_a_month=form.cleaned_data["times_a_month"])
        messages.success(request, _("Saved."))
        return redirect("sharehub:my_rhythm")
    load = rhythm.load(ambassador)
    form.initial = {"times_a_month": load.time}
    context = {"rhythm": rhythm.rhythm(ambassador), "load": load, "form": form}
    return render(request, "sharehub/my_rhythm.html", context, status=422 if form.errors else 200)
