"""Finding patients: words, numbers, telephones, statuses, and addresses that stay hidden."""

from collections.abc import Mapping

import pytest

from station.core.clock import FixedClock
from station.core.ids import new_id
from station.models.database import Actor, Database
from station.models.queries import patients as found
from station.models.records import patients
from station.rules.lookup import digits_of, words_of
from station.rules.names import search_text

PEOPLE: Mapping[str, Mapping[str, object]] = {
    "Åse Brønnøy": {"national_number": "01814049996", "phone": "68 05 01 12"},
    "O'Brien-Ødegård": {"phone": "6805 01 13", "birth_date": "1948-03-07"},
    "<b>Ola": {"status": "active"},
    "100 % Elg": {},
    "陳大文": {},
    '=HYPERLINK("http://x","klikk")': {},
    "Skjult Vei": {"protection": "strict", "address": "Kanarivegen 6", "city": "Kanariby"},
    "Halvt Gjemt": {"protection": "confidential", "address": "Kanarivegen 7", "city": "Kanariby"},
    "Åpen Dør": {"address": "Storgata 1", "city": "Fjellsund"},
}


@pytest.fixture
def peopled(database: Database, actor: Actor) -> Database:
    with database.write(actor) as writer:
        for name, more in PEOPLE.items():
            given, _, family = name.partition(" ")
            values = {
                "given_name": given,
                "family_name": family,
                "search_text": search_text(given, family),
                **more,
            }
            status = str(values.pop("status", "referred"))
            patients.add(writer, new_id(), values, status)
    return database


def names(database: Database, clock: FixedClock, query: str) -> list[str]:
    with database.read() as reader:
        rows = found.search(reader, clock.now(), words_of(query), digits_of(query))
    return [f"{row.given_name} {row.family_name}".strip() for row in rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ase", ["Åse Brønnøy"]),
        ("bronn aa", ["Åse Brønnøy"]),
        ("ronn", ["Åse Brønnøy"]),
        ("obrien ode", ["O'Brien-Ødegård"]),
        ("o’brien", ["O'Brien-Ødegård"]),
        ("<b>Ola", ["<b>Ola"]),
        ("ola", ["<b>Ola"]),
        ("100 %", ["100 % Elg"]),
        ("100", ["100 % Elg"]),
        ("陳", ["陳大文"]),
        ("=HYPERLINK(", ['=HYPERLINK("http://x","klikk")']),
        ("018140 49996", ["Åse Brønnøy"]),
        ("018140", ["Åse Brønnøy"]),
        ("14049", []),
        ("+47 68050113", ["O'Brien-Ødegård"]),
        ("50112", ["Åse Brønnøy"]),
        ("kanarivegen", []),
        ("_", []),
    ],
)
def test_finds(peopled: Database, clock: FixedClock, query: str, expected: list[str]) -> None:
    assert names(peopled, clock, query) == expected


@pytest.mark.parametrize("name", PEOPLE)
def test_everyone_is_found_by_the_own_name(peopled: Database, clock: FixedClock, name: str) -> None:
    assert name in names(peopled, clock, name)


def test_nothing_asked_is_everybody_in_order_up_to_the_limit(
    peopled: Database, clock: FixedClock
) -> None:
    assert len(names(peopled, clock, "")) == len(PEOPLE)
    with peopled.read() as reader:
        assert len(found.search(reader, clock.now(), limit=3)) == 3
        active = found.search(reader, clock.now(), statuses=frozenset({"active"}))
        assert [row.given_name for row in active] == ["<b>Ola"]
        ids = frozenset(row.id for row in active)
        assert found.listed(reader, clock.now(), ids) == active
        assert found.patient(reader, "0" * 32) is None


def test_a_protected_address_is_in_no_list_row(peopled: Database, clock: FixedClock) -> None:
    with peopled.read() as reader:
        rows = found.search(reader, clock.now())
        everyone = found.everyone(reader)
    assert "anari" not in repr(rows) + repr(everyone)
    assert "Storgata 1" in repr(rows)
