"""What Django's own migration operations leave to wish for."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateTogether(Operation):
    """Create the models of an app at once, with the fields, indexes and constraints that are added to them.

    One after another, each operation has Django build anew every model that is related to the one it touches, which are nearly
    all: most of what an empty database's migration took. Here the models are built once, when the last of them is known.
    """

    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[CreateModel | AddField | AddIndex | AddConstraint]) -> None:
        self.operations = operations
        made = {operation.name_lower for operation in operations if isinstance(operation, CreateModel)}
        for operation in operations:
            touched = operation.name_lower if isinstance(operation, CreateModel) else operation.model_name.lower()
            if touched not in made:
                raise ValueError(f"{touched} is not created here.")

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return what a migration file says to make this anew."""
        return type(self).__name__, [], {"operations": self.operations}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The state has all the models; they are built when somebody asks for one."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """The tables are there, as they are in the end; what refers to another table is added when all of them are."""
        for operation in self._models():
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """None of the tables is left."""
        for operation in reversed(self._models()):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def references_model(self, name: str, app_label: str) -> bool:
        """Return whether one of the operations speaks of that model."""
        return any(operation.references_model(name, app_label) for operation in self.operations)

    def describe(self) -> str:
        """Say it for whoever watches a migration."""
        return f"Create {len(self._models())} models together"

    @property
    def migration_name_fragment(self) -> str:
        """Name a migration that is made of this."""
        return "models"

    def _models(self) -> list[CreateModel]:
        return [operation for operation in self.operations if isinstance(operation, CreateModel)]
