from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("themes", "0007_by_hand"),
    ]

    operations = [
        migrations.AddField(
            model_name="kpi",
            name="team_id",
            field=models.BigIntegerField(blank=True, null=True, verbose_name="team"),
        ),
    ]
