"""Reading one attribute of a project in SQL, whatever its heading."""

from typing import Any

from django.db.models import F, Func, TextField, Value


class AttributeText(Func):
    """The text kept under a heading. Django's own key lookups take “2024” for a list position."""

    output_field = TextField()

    def __init__(self, heading: str) -> None:
        super().__init__(F("attributes"), Value(heading))
        self.heading = heading

    def as_sqlite(self, compiler: Any, connection: Any, **kwargs: Any) -> tuple[str, Any]:
        column, params = compiler.compile(self.source_expressions[0])
        return f"(SELECT value FROM JSON_EACH({column}) WHERE key = %s)", [*params, self.heading]  # noqa: S608  # a column of ours

    def as_postgresql(self, compiler: Any, connection: Any, **kwargs: Any) -> tuple[str, list[Any]]:
        column, params = compiler.compile(self.source_expressions[0])
        return f"({column} ->> %s)", [*params, self.heading]
