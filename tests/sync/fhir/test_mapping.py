"""The document about FHIR says what the code does, and the codes' types are the tables'."""

import pytest

from station.models.tables import METADATA
from station.rules.synced import KINDS
from station.sync.fhir import SHAPES, TYPES, resource_type
from tools.fhir_mapping import BEGIN, DOCUMENT, table

_TYPES = {
    "BOOLEAN": {"flag"},
    "FLOAT": {"number"},
    "INTEGER": {"whole", "moment"},
    "TEXT": {"text", "day", "user"},
}


def test_the_document_is_the_codes() -> None:
    assert DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)[2].strip() == table().strip()


@pytest.mark.parametrize("kind", list(SHAPES))
def test_columns_have_the_types_of_their_tables(kind: str) -> None:
    columns = METADATA.tables[kind].columns
    wrong = [
        column.name
        for column in SHAPES[kind].columns
        if column.of_type not in _TYPES[str(columns[column.name].type)]
        or column.null != columns[column.name].nullable
    ]
    assert wrong == []


def test_a_type_comes_after_those_it_leads_to() -> None:
    for kind in KINDS:
        for _, parent in kind.parents:
            if resource_type(parent) != resource_type(kind.name):
                place = TYPES.index(resource_type(kind.name))
                assert TYPES.index(resource_type(parent)) < place or kind.name == "openings"
