"""What is stored about people, why, who sees it and how long: for a works council, and for everybody who wants to know."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sharehub import statement as statements
from sharehub.models import StatementVersion


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
