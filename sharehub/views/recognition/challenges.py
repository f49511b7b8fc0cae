"""Challenges, where a manager looks after them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ambassadors.access import PersonRequest, allowed
from sharehub.actions.challenges import end_challenge, make_challenge
from sharehub.models import Challenge
from sharehub.recognition import challenges
from sharehub.recognition.forms import ChallengeForm
from themes import workspace
from themes.models import Programme

STEP = 6


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("sharehub.add_challenge")
def challenge_list(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    form = ChallengeForm(request.POST if request.method == "POST" else None, instance=Challenge(programme=programme))
    if request.method == "POST" and form.is_valid():
        make_challenge(challenge=form.save(commit=False), by=request.user)
        messages.success(request, _("It stands on everybody's home from its first day on."))
        return redirect("sharehub:challenge_list", slug)
    found = Challenge.objects.filter(programme=programme).select_related("team").order_by("-ends_on", "-pk")[:30]
    context = {
        **workspace.context(programme, current_step=STEP),
        "form": form,
        "standings": [challenges.standing(challenge) for challenge in found],
        "today": timezone.localdate(),
    }
    return render(request, "sharehub/challenge_list.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("sharehub.change_challenge")
def challenge_end(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    end_challenge(challenge=get_object_or_404(Challenge, pk=pk, programme__slug=slug), by=request.user)
    messages.success(request, _("It is shown no more."))
    return redirect("sharehub:challenge_list", slug)
