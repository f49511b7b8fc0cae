"""The content plan tells the editor how many people a piece brought, as every other page counts them."""

from datetime import timedelta

from django.utils import timezone

from cms.effects import Effect
from sharehub import effects
from sharehub.models import DailyReach, ReachByGroup
from tests import factories


def test_people_came_once_however_often_they_clicked(theme):
    piece, today = factories.article(first_published_at=timezone.now() - timedelta(days=5)), timezone.now().date()
    for _number in range(5):
        share = factories.ShareFactory(piece=piece, theme=theme, network="linkedin")
        DailyReach.objects.create(link=share.link, day=today, hits=9, human=8, visitors=6)
    ReachByGroup.objects.create(day=today, piece=piece, theme=theme, network="linkedin", hits=45, human=40, visitors=30)
    assert effects.of_pages([piece.pk]) == {piece.pk: Effect(shares=5, visitors=30)}
