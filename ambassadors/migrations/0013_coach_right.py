from django.db import migrations


def let_coaches_coach(apps, schema_editor):
    """Who could be paired by the key of the role until now can be by its right."""
    for role in apps.get_model("ambassadors", "Role").objects.filter(key="coach"):
        if "coach" not in role.rights:
            role.rights = [*role.rights, "coach"]
            role.save(update_fields=["rights"])


class Migration(migrations.Migration):

    dependencies = [
        ("ambassadors", "0012_offers"),
    ]

    operations = [migrations.RunPython(let_coaches_coach, migrations.RunPython.noop)]
