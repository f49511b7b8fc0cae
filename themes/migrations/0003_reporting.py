"""Figures about groups are told of whole months, but live where an installation told them live until now."""

from django.db import migrations, models

CHOICES = [("months", "of whole months, once they are over"), ("live", "of any period, up to today")]
HELP = (
    "Of whole months, no comparison of two periods tells what one person did. Live, two periods that differ by a few days can: "
    "agree on it with your works council first. Everybody's own figures are always live."
)


class Migration(migrations.Migration):
    dependencies = [("themes", "0002_in_languages")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="reporting",
            field=models.CharField(
                choices=CHOICES,
                default="live",
                help_text=HELP,
                max_length=8,
                verbose_name="figures about groups are told",
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="reporting",
            field=models.CharField(
                choices=CHOICES,
                default="months",
                help_text=HELP,
                max_length=8,
                verbose_name="figures about groups are told",
            ),
        ),
    ]
