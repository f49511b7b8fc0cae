"""The denominators of participation: who could take part and who does, per team and day."""

from datetime import date

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Lower

from ambassadors.models import Ambassador, Headcount, Invitation, User


@transaction.atomic
def snapshot(*, day: date) -> None:
    """Count the day anew: eligible are the ambassadors who have not left and the invited who have not answered.

    Someone invited to two programmes is one person; the row without a team is everybody.
    """
    joined = Count("pk", filter=Q(joined_at__isnull=False))
    people = Ambassador.objects.eligible().order_by().values("team").annotate(eligible=Count("pk"), joined=joined)
    everybody = [sum(row["eligible"] for row in people), sum(row["joined"] for row in people)]
    counts = {row["team"]: [row["eligible"], row["joined"]] for row in people if row["team"]}

    known = User.objects.filter(ambassador__isnull=False).values(address=Lower("email"))
    asked = Invitation.objects.unanswered().annotate(address=Lower("email")).exclude(address__in=known)
    team_of = dict(asked.order_by("created_at").values_list("address", "team"))
    everybody[0] += len(team_of)
    for team in filter(None, team_of.values()):
        counts.setdefault(team, [0, 0])[0] += 1

    rows = [Headcount(day=day, team_id=team, eligible=of[0], joined=of[1]) for team, of in counts.items()]
    Headcount.objects.filter(day=day).delete()
    Headcount.objects.bulk_create([Headcount(day=day, eligible=everybody[0], joined=everybody[1]), *rows])
