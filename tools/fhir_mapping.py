"""The table of docs/fhir-mapping.md: where every shared column stands in FHIR.

    python -m tools.fhir_mapping     writes the table anew

tests/sync/fhir/test_mapping.py holds the document to the code.
"""

from pathlib import Path

from station.sync.fhir import SHAPES
from station.sync.fhir.base import Shape

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "fhir-mapping.md"
BEGIN = "<!-- made by tools/fhir_mapping.py from here -->"


def table() -> str:
    """Give a heading and a table for each kind."""
    return "\n".join(_section(shape) for shape in SHAPES.values())


def _section(shape: Shape) -> str:
    lines = [f"\n## {shape.kind}: {shape.resource_type}\n", "| column | where |", "|---|---|"]
    places = {name: place.path for place in shape.places for name in place.columns}
    for column in shape.columns:
        if column.name == shape.key:
            where = "`id`" if shape.own_id is None else "`id` is made of it and the station"
            if column.name in places:
                where += f"; `{places[column.name]}`"
        elif column.name in places:
            where = f"`{places[column.name]}`"
        else:
            where = f"extension, {column.of_type}"
        lines.append(f"| {column.name} | {where} |")
    for follows in shape.derived:
        of = ", ".join(follows.columns) or "nothing: always the same"
        lines.append(f"| (follows from {of}) | `{follows.path}` |")
    return "\n".join(lines)


def main() -> None:
    """Write the table into the document, below what is written by hand."""
    written = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)[0]
    DOCUMENT.write_text(f"{written}{BEGIN}\n{table()}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
