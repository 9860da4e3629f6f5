"""What a search looks in, and which stops a round goes by."""

from dataclasses import replace

from station.rules.driving import Purpose, VisitState
from station.services.visits.values import Device, Errand, Stop

ERRAND = Errand(
    "v",
    planned=True,
    purpose=Purpose.PICKUP,
    purpose_words="Hent utstyr",
    place="patient:p",
    patient_id="p",
    institution_id=None,
    who="Rask Elg",
    where="Storgata 1",
    phone="",
    protected=False,
    devices=(Device("d", "Oksymeter 2"),),
    note="Nøkkel",
)


def test_a_search_looks_in_all_that_is_said() -> None:
    for word in ("elg", "storgata", "hent", "oksymeter 2", "nøkkel"):
        assert word in ERRAND.haystack


def test_what_was_moved_or_called_off_is_not_driven_to() -> None:
    stop = Stop(ERRAND, VisitState.PLANNED, "", None, None)
    driven = {state for state in VisitState if replace(stop, state=state).driven_to}
    assert driven == {VisitState.PLANNED, VisitState.DONE, VisitState.NOT_HOME}
