"""The schema as committed in api/schema.graphql: sorted, so that a change reads well."""

from pathlib import Path

from graphql import lexicographic_sort_schema, print_schema

from api.graphql.schema import make_schema

COMMITTED = Path(__file__).parent.parent / "schema.graphql"


def printed_schema() -> str:
    """The whole schema as text."""
    return print_schema(lexicographic_sort_schema(make_schema().core)) + "\n"


if __name__ == "__main__":
    COMMITTED.write_text(printed_schema(), encoding="utf-8")
