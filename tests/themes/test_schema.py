import pytest
from django.db import connection, models
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter

from themes.schema import CreateTogether


def _id():
    return "id", models.BigAutoField(primary_key=True)


def _operations():
    """Two that refer to each other, so that neither can be whole before the other."""
    return [
        CreateModel("Hen", [_id(), ("name", models.CharField(max_length=9))]),
        CreateModel("Egg", [_id(), ("laid_by", models.ForeignKey("themes.hen", models.CASCADE))]),
        AddField("Hen", "hatched_from", models.ForeignKey("themes.egg", models.CASCADE, null=True)),
        AddIndex("Hen", models.Index(fields=["name"], name="hens_by_name")),
        AddConstraint("Hen", models.UniqueConstraint(fields=["hatched_from"], name="one_hen_an_egg")),
    ]


def _run(operations):
    state = ProjectState()
    for operation in operations:
        before = state.clone()
        operation.state_forwards("themes", state)
        with connection.schema_editor(atomic=False) as editor:
            operation.database_forwards("themes", editor, before, state)
    return state


def _tables():
    """What stands in the database of both tables: columns, and what is demanded of them."""
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if name in ("themes_hen", "themes_egg")]
        return {
            name: (
                [(column.name, column.type_code, column.null_ok) for column in cursor_columns],
                connection.introspection.get_constraints(cursor, name),
            )
            for name in names
            for cursor_columns in [connection.introspection.get_table_description(cursor, name)]
        }


@pytest.mark.django_db
def test_models_that_are_created_together_are_as_if_one_had_come_after_the_other():
    _run(_operations())
    one_by_one = _tables()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE themes_hen, themes_egg CASCADE")

    together = CreateTogether(_operations())
    state = _run([together])

    assert _tables() == one_by_one
    assert set(one_by_one) == {"themes_hen", "themes_egg"}

    with connection.schema_editor(atomic=False) as editor:
        together.database_backwards("themes", editor, state, ProjectState())
    assert _tables() == {}


def test_only_what_is_created_there_can_be_added_to():
    with pytest.raises(ValueError, match="cock is not created here"):
        CreateTogether([AddField("Cock", "name", models.CharField(max_length=9))])


def test_it_can_be_written_into_a_migration():
    written, imports = MigrationWriter.serialize(CreateTogether(_operations()))

    assert "import themes.schema" in imports
    assert written.startswith("themes.schema.CreateTogether(\n    operations=[")
