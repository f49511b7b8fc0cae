from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("ambassadors", "0014_taken_since"),
    ]

    operations = [
        migrations.AddField(
            model_name="policy",
            name="language",
            field=models.CharField(blank=True, choices=settings.LANGUAGES, max_length=10, verbose_name="language"),
        ),
        migrations.AddField(
            model_name="policy",
            name="translations",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
