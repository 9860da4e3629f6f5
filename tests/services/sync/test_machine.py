"""Two stations that do as they like and meet now and then: nothing lost, doubled or stale."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.conftest import FRIDAY_NINE
from tests.services.stations import RASK, STILLE, Server, exchange, place
from tests.services.sync_cases import (
    PATIENT,
    add,
    add_device,
    add_patient,
    add_version,
    change,
    lend,
)

_SIDE = st.sampled_from([0, 1])
_WORDS = st.sampled_from(["a", "b", "c"])
_DEVICE = "e" * 32


class Stations(RuleBasedStateMachine):
    """Edits, approvals, withdrawals and loans at two stations, with a server between them."""

    empty: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.server = Server()
        self.places = [
            place(name, actor, self.empty, self.folder, self.server, FRIDAY_NINE)
            for name, actor in (("north", RASK), ("south", STILLE))
        ]
        north = self.places[0]
        add_patient(north)
        add_device(north, id=_DEVICE)
        self.consent = add(
            north,
            "consents",
            patient_id=PATIENT,
            form_version="1",
            given_on="2026-01-01",
            informed_by="RE",
            registered_at=1,
            registered_by="u",
        )
        self.plan = add(north, "plans", patient_id=PATIENT, template="kols", created_at=1)
        self.made: set[tuple[str, str]] = set()
        self.withdrawn = False
        exchange(*self.places)

    @rule(side=_SIDE, column=st.sampled_from(["phone", "needs", "city"]), word=_WORDS)
    def edit(self, side: int, column: str, word: str) -> None:
        change(self.places[side], "patients", PATIENT, **{column: word})

    @rule(side=_SIDE)
    def note(self, side: int) -> None:
        made = add(
            self.places[side],
            "contacts",
            patient_id=PATIENT,
            kind="note",
            initiative="centre",
            at=5,
            by="u",
        )
        self.made.add(("contacts", made))

    @rule(side=_SIDE)
    def withdraw(self, side: int) -> None:
        there = self.places[side]
        change(there, "consents", self.consent, withdrawn_on="2026-11-20", withdrawn_by=there.name)
        self.withdrawn = True

    @rule(side=_SIDE)
    def approve(self, side: int) -> None:
        there = self.places[side]
        found = there.rows(
            "SELECT id, number, status FROM plan_versions ORDER BY number DESC LIMIT 1"
        )
        old, number, status = found[0] if found else (None, 0, "")
        if status == "approved":
            change(there, "plan_versions", str(old), status="replaced", in_force_to=20)
        made = add_version(
            there, self.plan, int(str(number)) + 1, 88.0 + side, based_on=old, in_force_from=20
        )
        self.made.add(("plan_versions", made))

    @rule(side=_SIDE)
    def lend_or_end(self, side: int) -> None:
        there = self.places[side]
        if there.rows("SELECT 1 FROM loans WHERE ended_at IS NULL"):
            there.write("UPDATE loans SET ended_at = 9, ended_by = 'u' WHERE ended_at IS NULL")
        else:
            self.made.add(("loans", lend(there, _DEVICE)))

    @rule(side=_SIDE)
    def send(self, side: int) -> None:
        self.places[side].send()

    @rule(side=_SIDE)
    def fetch(self, side: int) -> None:
        self.places[side].fetch()

    @invariant()
    def one_loan_at_a_time_and_a_withdrawal_that_stays(self) -> None:
        for each in self.places:
            loans = each.rows("SELECT count(*) FROM loans WHERE ended_at IS NULL")[0][0]
            assert isinstance(loans, int)
            assert loans <= 1
            assert each.rows("SELECT count(*) FROM sync_inbox WHERE state = 'held'") == [(0,)]

    def teardown(self) -> None:
        try:
            self._end()
        finally:
            for each in self.places:
                each.database.close()
            shutil.rmtree(self.folder)

    def _end(self) -> None:
        exchange(*self.places, rounds=4)
        shown = {each[:2] for there in self.places for each in there.conflicts()}
        ours, theirs = (each.everything() for each in self.places)
        for kind, rows in ours.items():
            here = {str(row["id"]): row for row in rows}
            there = {str(row["id"]): row for row in theirs[kind]}
            for record_id in here.keys() | there.keys():
                if (kind, record_id) not in shown:
                    assert here.get(record_id) == there.get(record_id), (kind, record_id)
        for kind, record_id in self.made:
            assert any(each.one(kind, record_id) for each in self.places)
        if self.withdrawn:
            for each in self.places:
                consent = each.one("consents", self.consent)
                assert consent is not None
                assert consent["withdrawn_on"] == "2026-11-20"


@pytest.mark.no_cover  # every branch has a plain test of its own
def test_two_stations(empty_file: Path) -> None:
    Stations.empty = empty_file
    run_state_machine_as_test(
        Stations, settings=settings(max_examples=6, stateful_step_count=14, deadline=None)
    )
