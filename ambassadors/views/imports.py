"""Step 3: people from a file, looked at before anything changes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from ambassadors import import_problems
from ambassadors.access import PersonRequest, allowed
from ambassadors.actions import imports as actions
from ambassadors.forms.imports import ImportForm
from ambassadors.models import PeopleImport
from themes import workspace
from themes.models import Programme

STEP = 3
_EXAMPLE = """\
e-mail;first name;last name;job title;team;place;languages;expertise;interests
anna.smit@example.org;Anna;Smit;Welder;Noord > Assen;Assen;nl, en;welding, pipelines;cycling, schools
"""


@allowed("ambassadors.add_peopleimport")
@require_http_methods(["GET", "POST"])
def import_list(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        row = actions.upload(
            programme=programme,
            name=file.name,
            data=file.read(),
            makes_teams=form.cleaned_data["makes_teams"],
            by=request.user,
        )
        return redirect(row)
    rows = programme.people_imports.select_related("uploaded_by", "programme")[:30]
    context = {**workspace.context(programme, current_step=STEP), "form": form, "imports": list(rows)}
    return render(request, "ambassadors/import_list.html", context, status=422 if form.errors else 200)


@allowed("ambassadors.add_peopleimport")
@require_safe
def import_example(request: PersonRequest, slug: str) -> HttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="people.csv"'}
    return HttpResponse(f"\ufeff{_EXAMPLE}", content_type="text/csv; charset=utf-8", headers=headers)


@allowed("ambassadors.view_peopleimport")
@vary_on_headers("HX-Request")
def import_detail(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    row = _row(slug, pk)
    newcomers = row.newcomers().count() if row.state == PeopleImport.State.DONE else 0
    context: dict[str, object] = {
        "import": row,
        "programme": row.programme,
        "newcomers": newcomers,
        "problems": import_problems.told(row),
        "why_failed": import_problems.in_words(row.reason),
    }
    if request.htmx:
        return render(request, "ambassadors/_import.html", context)
    context |= workspace.context(row.programme, current_step=STEP)
    return render(request, "ambassadors/import_detail.html", context)


@allowed("ambassadors.change_peopleimport")
@require_POST
def import_decision(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    row = _row(slug, pk)
    try:
        if request.POST.get("answer") == "yes":
            actions.carry_out(row=row, deactivates="deactivates" in request.POST, by=request.user)
        else:
            actions.throw_away(row=row)
            messages.success(request, _("The file is thrown away; nothing changed."))
    except actions.ImportDecided:
        messages.error(request, _("Nothing changed: this file was carried out or thrown away already."))
    return redirect(row)


@allowed("ambassadors.change_peopleimport")
@require_POST
def import_undoing(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    row = _row(slug, pk)
    try:
        kept = actions.undo(row=row, by=request.user)
    except actions.ImportDecided:
        messages.error(request, _("Nothing changed: this import cannot be undone any more."))
    else:
        text = _("The import is undone.")
        if kept:
            stays = ngettext(
                "%(n)s thing stays, because somebody changed or used it since.",
                "%(n)s things stay, because somebody changed or used them since.",
                kept,
            )
            text = f"{text} {stays % {'n': kept}}"
        messages.success(request, text)
    return redirect(row)


def _row(slug: str, pk: int) -> PeopleImport:
    rows = PeopleImport.objects.select_related("programme", "uploaded_by")
    return get_object_or_404(rows, pk=pk, programme__slug=slug)
