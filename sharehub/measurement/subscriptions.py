"""The board's report by mail: planned after every week, month or quarter, sent once, stopped by one click."""

from datetime import date

from django.contrib.auth.models import Permission
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ambassadors import mails, notices
from ambassadors.models import Notice, User
from sharehub.measurement import periods
from sharehub.measurement.conclusions import conclusions
from sharehub.measurement.overview import Overview
from sharehub.models import Report, ReportSubscription
from sharehub.recruitment import printed
from themes.access import programmes_for
from themes.metrics import Period
from themes.models import Programme

KIND = "report"
_SALT = "sharehub.report_unsubscription"
_MAY_SEE = "view_reachbygroup"


def register() -> None:
    """Reports by mail have their words."""
    notices.register(KIND, report_mail)


def readers(programme: Programme) -> list[User]:
    """Return who may see the figures of a programme, and so may get its report."""
    permission = Permission.objects.filter(codename=_MAY_SEE, content_type__app_label="sharehub")
    able = (
        Q(groups__permissions__in=permission)
        | Q(user_permissions__in=permission)
        | Q(is_superuser=True)
        | Q(managed_programmes__programme=programme)
    )
    found = User.objects.filter(able, is_active=True).distinct().order_by("first_name", "last_name", "pk")
    return [user for user in found if _may_see(user, programme)]


def _may_see(user: User, programme: Programme) -> bool:
    is_able = user.is_active and user.has_perm(f"sharehub.{_MAY_SEE}")
    return is_able and programmes_for(user).filter(pk=programme.pk).exists()


def plan() -> None:
    """Every subscription has its mail for the last whole period that ended since it began; again is the same as once."""
    today = timezone.localdate()
    for subscription in ReportSubscription.objects.current().select_related("user", "programme"):
        period = periods.closed(subscription.every, today)
        if period.end >= subscription.since and period.start <= subscription.programme.ends_on:
            key = f"{KIND}:{subscription.pk}:{period.start}"
            notices.plan(subscription.user, KIND, key, subscription.pk)


def report_mail(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the mail, with the report attached where something happened; nothing once it was stopped or may not be seen."""
    current = ReportSubscription.objects.current().select_related("user", "programme")
    subscription = current.filter(pk=notice.subject_id or 0, user=notice.user).first()
    if subscription is None or not _may_see(subscription.user, subscription.programme):
        return None
    start = date.fromisoformat(notice.key.rsplit(":", 1)[1])
    return letter(subscription, _period_from(subscription.every, start))


def _period_from(every: str, start: date) -> Period:
    """Return the week, month or quarter that begins on a day, as it may be told."""
    months = {"week": 0, "month": 1, "quarter": 3}[every]
    if not months:
        return Period(start, date.fromordinal(start.toordinal() + 6))
    month = start.month - 1 + months
    after = date(start.year + month // 12, month % 12 + 1, 1)
    return Period(start, date.fromordinal(after.toordinal() - 1))


def letter(subscription: ReportSubscription, period: Period) -> EmailMultiAlternatives:
    """Return the mail about a period, in the language that is active."""
    user, programme = subscription.user, subscription.programme
    overview = Overview(programme, periods.of(period))
    period = overview.chosen.period
    start, end = (date_format(day, "DATE_FORMAT") for day in (period.start, period.end))
    context = {
        "user": user,
        "programme": programme,
        "period": f"{start} – {end}",
        "sentences": conclusions(overview),
        "is_empty": overview.is_empty,
        "action_url": mails.absolute(overview.address()),
        "action_label": _("Open it on one page"),
        "stop_url": mails.absolute(reverse("sharehub:report_unsubscription", args=[token(subscription)])),
    }
    mail = mails.compose("sharehub/mail/report", to=user.email, language=user.language, context=context)
    mail.extra_headers["List-Unsubscribe"] = f"<{context['stop_url']}>"
    mail.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    if not overview.is_empty:
        report = Report(programme=programme, starts_on=period.start, ends_on=period.end, language=user.language)
        mail.attach(f"{report.name}.pdf", printed.compiled(printed.told_by(report)), "application/pdf")
    return mail


def token(subscription: ReportSubscription) -> str:
    """Return what stops a subscription without logging in; signed, and good for as long as the mail is kept."""
    return signing.dumps(subscription.pk, salt=_SALT)


def of_token(given: str) -> ReportSubscription | None:
    """Return the subscription that a token stops, stopped already or not; None for one that is not ours."""
    try:
        pk = signing.loads(given, salt=_SALT)
    except signing.BadSignature:
        return None
    return ReportSubscription.objects.select_related("user", "programme").filter(pk=pk).first()
