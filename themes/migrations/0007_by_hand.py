from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("themes", "0006_audience"),
    ]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="is_by_hand",
            field=models.BooleanField(default=False, editable=False, verbose_name="written down by a colleague"),
        ),
        migrations.AddField(
            model_name="conversation",
            name="place",
            field=models.CharField(blank=True, max_length=120, verbose_name="where"),
        ),
    ]
