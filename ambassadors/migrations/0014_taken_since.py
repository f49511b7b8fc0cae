from django.db import migrations
from django.db.models import OuterRef, Subquery


def say_since_when(apps, schema_editor):
    """A conversation that an ambassador took is taken since then."""
    taken = apps.get_model("ambassadors", "AnswerRequest").objects.filter(conversation=OuterRef("pk"), state="taken")
    conversations = apps.get_model("themes", "Conversation").objects.filter(state="taken", state_since=None)
    conversations.update(state_since=Subquery(taken.values("taken_at")[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ("themes", "0009_state_since"),
        ("ambassadors", "0013_coach_right"),
    ]

    operations = [migrations.RunPython(say_since_when, migrations.RunPython.noop)]
