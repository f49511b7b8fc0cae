"""A KPI can be read live and of whole months on the same day; what was read until now was live."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("themes", "0003_reporting")]

    operations = [
        migrations.RemoveConstraint(model_name="kpireading", name="a KPI is read once a day"),
        migrations.AddField(
            model_name="kpireading", name="is_live", field=models.BooleanField(default=True, verbose_name="live")
        ),
        migrations.AddConstraint(
            model_name="kpireading",
            constraint=models.UniqueConstraint(fields=("kpi", "day", "is_live"), name="a KPI is read once a day"),
        ),
    ]
