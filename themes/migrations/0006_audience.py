from django.db import migrations, models

import themes.choice_array
from themes.networks import choices


class Migration(migrations.Migration):

    dependencies = [
        ("themes", "0005_conversation_tags"),
    ]

    operations = [
        migrations.AlterField(
            model_name="theme",
            name="audience",
            field=models.TextField(
                blank=True,
                help_text="Whom you want to be recognised by, as you would describe them to a colleague.",
                verbose_name="who they are",
            ),
        ),
        migrations.AddField(
            model_name="theme",
            name="audience_networks",
            field=themes.choice_array.ChoiceArrayField(
                base_field=models.CharField(choices=choices, max_length=20),
                blank=True,
                default=list,
                size=None,
                verbose_name="where they are online",
            ),
        ),
        migrations.AddField(
            model_name="theme",
            name="audience_hours",
            field=models.CharField(blank=True, max_length=160, verbose_name="when they are active"),
        ),
        migrations.AddField(
            model_name="theme",
            name="audience_concerns",
            field=models.TextField(blank=True, help_text="One on each line.", verbose_name="what occupies them"),
        ),
    ]
