"""Which status follows which, and that nobody is followed without consent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from station.rules.status import (
    CLOSED,
    ENDING_STEPS,
    FOLLOWED,
    NEXT,
    Needed,
    Status,
    at_death,
    closing,
    needed_for,
    settled,
    without_consent,
)


@pytest.mark.parametrize(
    ("before", "after", "consented", "deceased", "reason", "needed"),
    [
        (Status.STARTING, Status.TRIAL, False, False, "", Needed.CONSENT),
        (Status.STARTING, Status.ACTIVE, False, False, "", Needed.CONSENT),
        (Status.STARTING, Status.TRIAL, True, False, "", None),
        (Status.REFERRED, Status.STARTING, False, False, "", None),
        (Status.ACTIVE, Status.ENDED, True, False, " ", Needed.REASON),
        (Status.ACTIVE, Status.ENDED, True, False, "Flyttet", None),
        (Status.ENDED_EQUIPMENT_OUT, Status.ENDED, True, False, "", None),
        (Status.ENDED, Status.ACTIVE, True, True, "", Needed.ALIVE),
        (Status.REFERRED, Status.EVALUATION, True, False, "", Needed.OTHER_STEP),
        (Status.DECLINED, Status.ACTIVE, True, False, "", Needed.OTHER_STEP),
    ],
)
def test_tells_what_is_missing(
    before: Status, after: Status, consented: bool, deceased: bool, reason: str, needed: Needed
) -> None:
    found = needed_for(before, after, consented=consented, deceased=deceased, reason=reason)
    assert found is needed


@given(st.sampled_from(Status))
def test_every_status_leads_on_and_never_to_itself(status: Status) -> None:
    assert NEXT[status]
    assert status not in NEXT[status]
    assert at_death(status) in CLOSED
    assert without_consent(status) not in FOLLOWED


@given(st.sampled_from(Status), st.sampled_from(Status), st.booleans())
def test_s24_no_service_is_over_while_anything_holds_it(
    before: Status, after: Status, held: bool
) -> None:
    became = closing(before, after, held=held)
    assert became is not Status.ENDED or not held
    assert became in (after, None, Status.ENDED_EQUIPMENT_OUT)
    assert (became is None) == (
        held and (before, after) == (Status.ENDED_EQUIPMENT_OUT, Status.ENDED)
    )
    assert settled(before, held=held) in {before, Status.ENDED, Status.ENDED_EQUIPMENT_OUT}
    assert settled(Status.ENDED, held=held) is settled(Status.ENDED_EQUIPMENT_OUT, held=held)
    assert (settled(Status.ENDED, held=held) is Status.ENDED) != held
    assert before in CLOSED or settled(before, held=held) is before


def test_s24_who_dies_with_equipment_out_waits_for_it() -> None:
    assert at_death(Status.ACTIVE) is Status.ENDED
    assert at_death(Status.ACTIVE, held=True) is Status.ENDED_EQUIPMENT_OUT
    assert at_death(Status.DECLINED, held=True) is Status.DECLINED
    assert ENDING_STEPS == ("5.1", "5.2", "5.3")


class OneService(RuleBasedStateMachine):
    """Any order of steps, consents, withdrawals and a death."""

    def __init__(self) -> None:
        super().__init__()
        self.status, self.consented, self.deceased = Status.REFERRED, False, False

    @rule(after=st.sampled_from(Status), reason=st.sampled_from(["", "Flyttet"]))
    def step(self, after: Status, reason: str) -> None:
        """Set a status if nothing is missing."""
        missing = needed_for(
            self.status, after, consented=self.consented, deceased=self.deceased, reason=reason
        )
        if missing is None:
            self.status = after

    @rule()
    def consent(self) -> None:
        """Give consent."""
        self.consented = True

    @rule()
    def withdraw(self) -> None:
        """Withdraw consent."""
        self.consented, self.status = False, without_consent(self.status)

    @rule()
    def die(self) -> None:
        """Die."""
        self.deceased, self.status = True, at_death(self.status)

    @invariant()
    def nobody_is_followed_without_consent_or_after_death(self) -> None:
        """What the whole gate is for."""
        assert self.consented or self.status not in FOLLOWED
        assert not self.deceased or self.status in CLOSED


TestOneService = OneService.TestCase
