"""How often a month somebody has time for something, where they said so."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sharehub', '0003_media_value'),
    ]

    operations = [
        migrations.AddField(
            model_name='planpreferences',
            name='times_a_month',
            field=models.PositiveSmallIntegerField(blank=True, choices=[(1, '1'), (2, '2'), (4, '4'), (8, '8'), (12, '12'), (20, '20')], null=True, verbose_name='how often a month you have time for something'),
        ),
    ]
