import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def give_the_help_desk(apps, schema_editor):
    """Experts and coaches get the questions that came to them by their key until now."""
    roles = apps.get_model("ambassadors", "Role").objects
    roles.filter(key="expert").update(helpdesk="first")
    roles.filter(key="coach").update(helpdesk="next")


class Migration(migrations.Migration):

    dependencies = [
        ("ambassadors", "0011_conversation_mails"),
    ]

    operations = [
        migrations.AddField(
            model_name="role",
            name="helpdesk",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "none"),
                    ("first", "those on the theme of the role"),
                    ("next", "those that nobody answered in time, and those without a theme"),
                ],
                default="",
                help_text="From the help desk, to who has the fewest waiting.",
                max_length=10,
                verbose_name="questions of colleagues that come to this role",
            ),
        ),
        migrations.AddField(
            model_name="themelink",
            name="answer",
            field=models.CharField(blank=True, default="", max_length=240, verbose_name="answer to the proposal"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="themelink",
            name="state",
            field=models.CharField(
                choices=[
                    ("invited", "invited"),
                    ("proposed", "proposed by the person"),
                    ("accepted", "accepted"),
                    ("declined", "declined"),
                    ("not_now", "not now"),
                ],
                default="invited",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddField(
            model_name="roleassignment",
            name="asked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="asked at"),
        ),
        migrations.AddField(
            model_name="roleassignment",
            name="asked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="RoleOffer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(blank=True, max_length=240, verbose_name="why")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                ("is_accepted", models.BooleanField(default=False, verbose_name="accepted")),
                ("answer", models.CharField(blank=True, max_length=240, verbose_name="answer")),
                (
                    "ambassador",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="role_offers",
                        to="ambassadors.ambassador",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="ambassadors.role",
                        verbose_name="role",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="role_offers",
                        to="themes.theme",
                        verbose_name="theme",
                    ),
                ),
            ],
            options={
                "verbose_name": "offer to take a role",
                "verbose_name_plural": "offers to take a role",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)),
                        fields=("ambassador", "role", "theme"),
                        name="a role on a theme is offered once at a time",
                    )
                ],
            },
        ),
        migrations.RunPython(give_the_help_desk, migrations.RunPython.noop, elidable=True),
    ]
