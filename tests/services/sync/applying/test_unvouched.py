"""What nobody vouches for is left as it is here; what was followed is taken for over."""

from dataclasses import replace

from station.models.records.sync_conflicts import UNSTAMPED
from station.models.records.sync_rows import Origin
from station.rules.merging import Conflict, Merged
from station.rules.stamps import Proof
from station.rules.synced import kind_of
from station.services.sync.applying.unvouched import as_followed, held_back, is_held_back, said
from station.services.sync.applying.values import Arrived

OURS = {"status": "active", "status_since": 1, "deceased_on": None, "phone": "1"}
THEIRS = {"status": "ended", "status_since": 2, "deceased_on": None, "phone": "2"}
TAKEN = Merged(THEIRS, frozenset({"status", "status_since", "phone"}))


def _arrived(proof: Proof) -> Arrived:
    return Arrived("centre", kind_of("patients"), "a" * 32, THEIRS, None, Origin("centre", "1", 1),
                   proof=proof)  # fmt: skip


def test_what_is_vouched_for_is_merged_as_it_is() -> None:
    for proof in (Proof.FITS, Proof.NOT_ASKED):
        assert held_back(_arrived(proof), OURS, TAKEN) is TAKEN


def test_what_nobody_vouches_for_is_taken_out_of_it() -> None:
    held = held_back(_arrived(Proof.LACKING), OURS, TAKEN)
    assert held.result == {**OURS, "phone": "2"}
    assert held.apply == {"phone"}
    assert held.conflict == Conflict(UNSTAMPED, ("status", "status_since"))
    assert is_held_back(held)
    both = replace(TAKEN, conflict=Conflict("both_changed", ("needs",)))
    assert held_back(_arrived(Proof.LACKING), OURS, both).conflict == Conflict(
        UNSTAMPED, ("needs", "status", "status_since")
    )


def test_what_harms_nobody_goes_in() -> None:
    telephone = Merged({**OURS, "phone": "2"}, frozenset({"phone"}))
    assert held_back(_arrived(Proof.LACKING), OURS, telephone) is telephone
    assert not is_held_back(telephone)
    assert not is_held_back(replace(telephone, conflict=Conflict("both_changed", ())))
    assert held_back(_arrived(Proof.LACKING_NEW), None, TAKEN) is TAKEN


def test_an_act_that_was_never_here_stays_away_as_a_whole() -> None:
    pause = replace(_arrived(Proof.LACKING), kind=kind_of("pauses"))
    held = held_back(pause, None, Merged({"until_at": 5}, frozenset({"until_at"})))
    assert (held.result, held.apply) == ({"until_at": 5}, frozenset())
    assert is_held_back(held)


def test_what_was_followed_says_what_is_here() -> None:
    old = _arrived(Proof.OLD)
    followed = as_followed(old, OURS, THEIRS)
    assert followed == {**OURS, "phone": "2"}
    assert said(old, followed) == THEIRS
    assert as_followed(old, None, THEIRS) is THEIRS
    fits = _arrived(Proof.FITS)
    assert as_followed(fits, OURS, THEIRS) is THEIRS
    assert said(fits, OURS) is OURS
