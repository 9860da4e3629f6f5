"""Two and three stations that do as they like on a network that loses answers and breaks off.

A longer run: STATION_SYNC_EXAMPLES=500 .venv/bin/pytest tests/services/sync/test_machine_chaos.py
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from station.core.trouble import Trouble
from station.models.database import Actor
from station.sync.values import Resource
from tests.conftest import FRIDAY_NINE
from tests.services.stations import RASK, STILLE, Place, Server, exchange, place
from tests.services.sync_cases import PATIENT, add, add_device, add_patient, add_version, lend
from tests.services.sync_cases import change as change_row

ACTORS = (RASK, STILLE, Actor("0" * 31 + "3", "Klok Rev"))
EXAMPLES = int(os.environ.get("STATION_SYNC_EXAMPLES", "5"))
DEVICE = "e" * 32
_SIDE = st.integers(0, 5)
_COLUMN = st.sampled_from(["phone", "needs", "city"])
_AFTER = st.integers(0, 4)


class Away(Trouble):
    """The network is away."""

    def __init__(self) -> None:
        super().__init__("away", "The network is away.")


class Lossy(Server):
    """A server whose answers are lost, or that is not reached, when it is told so.

    `lost_after` writes it does the next one and says nothing; with `unheard` False it does not.
    """

    lost_after: int | None = None
    unheard = True

    def put(self, body: Resource, known: str) -> str | None:
        """Store a resource, and perhaps be heard."""
        if self.lost_after is None:
            return super().put(body, known)
        self.lost_after -= 1
        if self.lost_after >= 0:
            return super().put(body, known)
        if self.unheard:
            super().put(body, known)
        raise Away


class Chaos(RuleBasedStateMachine):
    """Everything people do, and every way in which an exchange ends too early."""

    empty: Path
    count = 2

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.server = Lossy()
        self.places = [
            place(f"s{at}", ACTORS[at], self.empty, self.folder, self.server, FRIDAY_NINE)
            for at in range(self.count)
        ]
        first = self.places[0]
        add_patient(first)
        add_device(first, id=DEVICE)
        given: dict[str, object] = {"form_version": "1", "given_on": "2026-01-01"}
        given |= {"informed_by": "RE", "registered_at": 1, "registered_by": "u"}
        self.consent = add(first, "consents", patient_id=PATIENT, **given)
        self.plan = add(first, "plans", patient_id=PATIENT, template="kols", created_at=1)
        self.made: set[tuple[str, str]] = set()
        self.wrote: dict[str, list[tuple[object, object]]] = {}
        self.withdrawn = False
        exchange(*self.places)

    def at(self, side: int) -> Place:
        return self.places[side % self.count]

    # ------------------------------------------------------------------------ what people do

    @rule(side=_SIDE, column=_COLUMN)
    def edit(self, side: int, column: str) -> None:
        there = self.at(side)
        old = (there.one("patients", PATIENT) or {})[column]
        new = f"{there.name} {sum(map(len, self.wrote.values()))}"
        change_row(there, "patients", PATIENT, **{column: new})
        self.wrote.setdefault(column, []).append((old, new))

    @rule(side=_SIDE)
    def note(self, side: int) -> None:
        more: dict[str, object] = {"kind": "note", "initiative": "centre", "at": 5, "by": "u"}
        made = add(self.at(side), "contacts", patient_id=PATIENT, **more)
        self.made.add(("contacts", made))

    @rule(side=_SIDE)
    def withdraw(self, side: int) -> None:
        there = self.at(side)
        how = {"withdrawn_on": "2026-11-20", "withdrawn_by": there.name}
        change_row(there, "consents", self.consent, **how)
        self.withdrawn = True

    @rule(side=_SIDE)
    def approve(self, side: int) -> None:
        there = self.at(side)
        found = there.rows(
            "SELECT id, number, status FROM plan_versions ORDER BY number DESC LIMIT 1"
        )
        old, number, status = found[0] if found else (None, 0, "")
        if status == "approved":
            change_row(there, "plan_versions", str(old), status="replaced", in_force_to=20)
        below = 86.0 + side % self.count
        more = {"based_on": old, "in_force_from": 20}
        made = add_version(there, self.plan, int(str(number)) + 1, below, **more)
        self.made.add(("plan_versions", made))

    @rule(side=_SIDE)
    def lend_or_end(self, side: int) -> None:
        there = self.at(side)
        if there.rows("SELECT 1 FROM loans WHERE ended_at IS NULL"):
            there.write("UPDATE loans SET ended_at = 9, ended_by = 'u' WHERE ended_at IS NULL")
        else:
            self.made.add(("loans", lend(there, DEVICE)))

    # ------------------------------------------------------------------------- how they meet

    @rule(side=_SIDE)
    def send(self, side: int) -> None:
        self.at(side).send()

    @rule(side=_SIDE)
    def fetch(self, side: int) -> None:
        self.at(side).fetch()

    @rule(side=_SIDE, after=_AFTER, unheard=st.booleans())
    def broken_off(self, side: int, after: int, unheard: bool) -> None:
        """The network ends it: what the station had noted of this exchange is undone."""
        there = self.at(side)
        sent, self.server.lost_after, self.server.unheard = there.sent, after, unheard
        try:
            there.send()
        except Away:
            there.sent = sent
        finally:
            self.server.lost_after = None

    @rule(side=_SIDE, back=st.integers(1, 9))
    def twice(self, side: int, back: int) -> None:
        """What was fetched comes again, as after a cursor that was not kept."""
        there = self.at(side)
        there.read = max(0, there.read - back)
        there.fetch()

    # --------------------------------------------------------------------------------- the end

    def teardown(self) -> None:
        try:
            self._end()
        finally:
            for each in self.places:
                each.database.close()
            shutil.rmtree(self.folder)

    def _end(self) -> None:
        exchange(*self.places, rounds=2 + self.count)
        open_ones = [row for there in self.places for row in _open(there)]
        shown = {key for key, _ in open_ones}
        words = "\n".join(text for key, text in open_ones if key == ("patients", PATIENT))
        rows = [_by_id(there) for there in self.places]
        for key in set().union(*rows) - shown:
            assert all(each.get(key) == rows[0].get(key) for each in rows[1:]), key
        for key in self.made:
            assert any(key in each for each in rows)
            assert key in self.server.rows or key in shown
        if self.withdrawn:
            assert {each["consents", self.consent]["withdrawn_on"] for each in rows} == {
                "2026-11-20"
            }
        stands = {column: {e["patients", PATIENT][column] for e in rows} for column in self.wrote}
        for column, writes in self.wrote.items():
            # What nobody wrote over after having seen it must stand, or be shown to a person.
            for last in {new for _, new in writes} - {old for old, _ in writes}:
                assert last in stands[column] or str(last) in words, (column, last)


def _open(there: Place) -> list[tuple[tuple[str, str], str]]:
    found = there.rows(
        "SELECT kind, record_id, ours || theirs FROM sync_conflicts WHERE state = 'open'"
    )
    return [((str(kind), str(record_id)), str(text)) for kind, record_id, text in found]


def _by_id(there: Place) -> dict[tuple[str, str], dict[str, object]]:
    return {
        (kind, str(row["id"])): row for kind, rows in there.everything().items() for row in rows
    }


@pytest.mark.no_cover  # every branch has a plain test of its own
@pytest.mark.parametrize("count", [2, 3])
def test_stations_on_a_bad_network(empty_file: Path, count: int) -> None:
    made: type[Chaos] = type("Machine", (Chaos,), {"empty": empty_file, "count": count})
    run_state_machine_as_test(
        made, settings=settings(max_examples=EXAMPLES, stateful_step_count=16, deadline=None)
    )
