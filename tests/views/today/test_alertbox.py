"""What a screen reader says of an open alert: sentences that end, in the order they are seen."""

from dataclasses import replace

from station.rules.limits import Level
from station.services.today.card_alerts import AlertBox, PlanStep
from station.views.today.alertbox import said
from tests.conftest import FRIDAY_NINE

BOX = AlertBox(
    id="a",
    component="spo2",
    level=Level.RED,
    found="SpO₂ 84 %",
    sentence="84 % is below 86 % (red limit)",
    marks=(),
    plan="Plan v1",
    measured_at=FRIDAY_NINE,
    arrived_at=FRIDAY_NINE,
    reading_id="r",
    left_out=False,
    taken_by="",
    taken_at=None,
    mine=False,
    waiting_until=None,
    proposed=False,
    done=(),
    step=None,
)


def test_an_alert_is_said_as_whole_sentences() -> None:
    assert said(BOX, FRIDAY_NINE) == "Red: 84 % is below 86 % (red limit). Today 09:00."


def test_what_stands_out_and_what_the_plan_says_come_after_the_value() -> None:
    told = said(
        replace(
            BOX,
            newest="now 80 % 09:05",
            proposed=True,
            step=PlanStep(Level.RED, 1, True, ("Ring 113!", "Ring legen.")),
        ),
        FRIDAY_NINE + 60_000,
    )
    parts = (
        "Now 80 % 09:05.",
        "Back in green, may be closed.",
        "The plan says at red.",
        "Ring 113! Ring legen.",
    )
    places = [told.index(part) for part in parts]
    assert places == sorted(places)
    assert ".." not in told
    assert "!." not in told
