import django.utils.timezone
from django.db import migrations, models


def say_since_when(apps, schema_editor):
    """An answer has its moment, and what waits does so since it was heard; of the others nobody kept it."""
    conversations = apps.get_model("themes", "Conversation").objects
    conversations.filter(state="answered").update(state_since=models.F("answered_at"))
    conversations.filter(state__in=["waiting", "heard"]).update(state_since=models.F("heard_at"))


class Migration(migrations.Migration):

    dependencies = [
        ("themes", "0008_kpi_team"),
    ]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="state_since",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="since"),
        ),
        migrations.RunPython(say_since_when, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="conversation",
            name="state_since",
            field=models.DateTimeField(
                blank=True, default=django.utils.timezone.now, editable=False, null=True, verbose_name="since"
            ),
        ),
    ]
