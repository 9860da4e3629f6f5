"""What forms offer to a plan."""

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.models.database import Database
from station.services.forms.forms import Forms
from station.services.plans.scores import form_offers
from station.services.record import Record
from tests.plan_office import NURSE


def test_every_form_in_use_offers_its_scores_and_that_it_was_answered(
    database: Database, clock: FixedClock
) -> None:
    forms = Forms(Record(Bus(), clock, database))
    found = form_offers(forms, NURSE)
    assert "kols_daily.breath" in found.scores
    assert "kols_daily.answered" in found.answered
    assert len(set(found.scores)) == len(found.scores)
    assert all("." in code for code in (*found.scores, *found.answered))
