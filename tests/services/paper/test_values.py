"""What the paper bridge hands over: the words of an answer are those the steps of a plan know."""

from station.services.paper.values import Candidate, Found, FoundKind, Verdict
from station.services.plans.steps import Stage


def test_every_verdict_is_a_step_of_a_plan() -> None:
    assert {verdict.value for verdict in Verdict} <= {stage.value for stage in Stage}


def test_what_was_not_found_names_nobody() -> None:
    found = Found(FoundKind.SEVERAL, choices=(Candidate("STN1"),))
    assert (found.row, found.person, found.choices[0].name) == (None, None, "")
