"""HR's own procedure: its stages, and the rules that HR decides."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.log_actions import log

from ambassadors.access import PersonRequest, allowed
from sharehub import tasks
from sharehub.models import ProcedureStep, RecruitmentSettings
from sharehub.recruitment import stages
from sharehub.recruitment.forms import BeforeForm, BonusRulesForm, CostForm, NewStageForm, RulesForm, StageNameForm
from themes.models import Organisation


@allowed("sharehub.change_procedurestep")
@require_http_methods(["GET", "POST"])
def stage_list(request: PersonRequest) -> HttpResponse:
    form = NewStageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        step = stages.add(name=form.cleaned_data["name"], kind=form.cleaned_data["kind"], by=request.user)
        undo = reverse("sharehub:stage_retirement", args=[step.pk])
        messages.success(request, _("“%(stage)s” is one of your stages now.") % {"stage": step}, extra_tags=undo)
        return redirect("sharehub:stage_list")
    steps, standing = list(ProcedureStep.objects.all()), stages.standing()
    context = {
        "form": form,
        "steps": [(step, standing.get(step.key, 0)) for step in steps if not step.retired_at],
        "retired": [step for step in steps if step.retired_at],
    }
    return render(request, "sharehub/recruitment/stage_list.html", context, status=422 if form.errors else 200)


@allowed("sharehub.change_procedurestep")
@require_http_methods(["GET", "POST"])
def stage_detail(request: PersonRequest, pk: int) -> HttpResponse:
    step = get_object_or_404(ProcedureStep, pk=pk)
    form = StageNameForm(request.POST or None, instance=step)
    if request.method == "POST" and form.is_valid():
        current = get_object_or_404(ProcedureStep, pk=pk)
        stages.rename(step=current, name=form.cleaned_data["name"], by=request.user)
        messages.success(request, _("It is called “%(stage)s” from now on.") % {"stage": current})
        return redirect("sharehub:stage_list")
    crumbs = [(_("Stages"), reverse("sharehub:stage_list")), (str(step), "")]
    return render(request, "sharehub/recruitment/stage_detail.html", {"form": form, "step": step, "crumbs": crumbs})


@allowed("sharehub.change_procedurestep")
@require_POST
def stage_retirement(request: PersonRequest, pk: int) -> HttpResponse:
    step = get_object_or_404(ProcedureStep, pk=pk)
    undo = reverse("sharehub:stage_retirement", args=[pk])
    if step.retired_at:
        stages.bring_back(step=step, by=request.user)
        messages.success(request, _("“%(stage)s” can be used again.") % {"stage": step})
        return redirect("sharehub:stage_list")
    try:
        stages.retire(step=step, by=request.user)
    except stages.BasicStageError:
        messages.error(request, _("This stage is always there. You can give it another name."))
    else:
        messages.success(request, _("“%(stage)s” is no longer used.") % {"stage": step}, extra_tags=undo)
    return redirect("sharehub:stage_list")


@allowed("sharehub.change_recruitmentsettings")
@require_http_methods(["GET", "POST"])
def recruitment_rules(request: PersonRequest) -> HttpResponse:
    rules, organisation = RecruitmentSettings.load(), Organisation.load()
    data = request.POST or None
    forms = [
        RulesForm(data, instance=rules),
        CostForm(data, instance=organisation),
        BonusRulesForm(data, instance=rules),
        BeforeForm(data, instance=rules),
    ]
    valid = [form.is_valid() for form in forms]
    if all(valid):
        changed = sorted({name for form in forms for name in form.changed_data})
        for form in forms:
            form.save()
        if changed:
            log(instance=rules, action="sharehub.edit_recruitment", user=request.user, data={"changed": changed})
            tasks.attribute_applications.delay_on_commit()
        messages.success(request, _("Saved. Applications are attributed anew under this rule."))
        return redirect("sharehub:recruitment_rules")
    names = ("rules_form", "cost_form", "bonus_form", "before_form")
    context = {**dict(zip(names, forms, strict=True)), "forms": forms}
    status = 422 if any(form.errors for form in forms) else 200
    return render(request, "sharehub/recruitment/rules.html", context, status=status)
