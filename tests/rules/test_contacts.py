"""What closes an alert."""

import pytest

from station.rules.contacts import (
    ACTION_WORDS,
    CLOSING,
    VERDICT_WORDS,
    Action,
    ClosingFault,
    Verdict,
    closing_faults,
)

NO_ACTION, NO_VERDICT, NO_REASON = ClosingFault


@pytest.mark.parametrize(
    ("action", "verdict", "note", "faults"),
    [
        (None, None, "", [NO_ACTION, NO_VERDICT]),
        (None, Verdict.REAL, "ringte", [NO_ACTION]),
        (Action.CALL, None, "ringte", [NO_VERDICT]),
        (Action.NOTE, Verdict.REAL, "notat", [NO_ACTION]),
        (Action.VISIT, Verdict.REAL, "besøk", [NO_ACTION]),
        (Action.NONE, Verdict.FALSE, "  ", [NO_REASON]),
        (Action.NONE, None, "", [NO_VERDICT, NO_REASON]),
        (Action.NONE, Verdict.TECHNICAL, "kald finger", []),
    ],
)
def test_an_alert_closes_with_an_action_a_verdict_and_a_reason_for_doing_nothing(
    action: Action | None, verdict: Verdict | None, note: str, faults: list[ClosingFault]
) -> None:
    assert closing_faults(action, verdict, note) == faults


@pytest.mark.parametrize("action", [each for each in CLOSING if each is not Action.NONE])
@pytest.mark.parametrize("verdict", Verdict)
def test_every_action_of_the_list_closes_with_any_verdict(action: Action, verdict: Verdict) -> None:
    assert closing_faults(action, verdict, "") == []


def test_every_action_and_verdict_has_a_word() -> None:
    assert set(ACTION_WORDS) == set(Action)
    assert set(VERDICT_WORDS) == set(Verdict)
