from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("ambassadors", "0010_here"),
    ]

    operations = [
        migrations.AddField(
            model_name="mailpreferences",
            name="conversations",
            field=models.BooleanField(default=True, verbose_name="questions from outside that come to me"),
        ),
    ]
