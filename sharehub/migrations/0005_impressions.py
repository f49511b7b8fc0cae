"""How often a post was shown, where its network tells."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sharehub', '0004_time_a_month'),
    ]

    operations = [
        migrations.AddField(
            model_name='engagement',
            name='impressions',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='impressions'),
        ),
    ]
