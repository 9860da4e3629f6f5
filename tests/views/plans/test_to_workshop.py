"""The way from a plan to the threshold workshop, and back without two people's words mixed."""

from PySide6.QtWidgets import QPushButton

from station.views.plans.parts import WORKSHOP_KEY
from tests.plan_office import PlanOffice, drafted


def test_a_patients_plans_lead_to_her_workshop(office: PlanOffice, elg: str) -> None:
    office.open(elg)
    assert office.find(QPushButton, "to_workshop").shortcut().toString() == WORKSHOP_KEY
    office.press("to_workshop")
    assert office.told.gone == [("workshop", elg)]


def test_a_draft_is_stored_first_and_not_left_open_behind(office: PlanOffice, elg: str) -> None:
    version_id = drafted(office.station.plans, elg)
    office.open(elg)
    office.page.desk.edit(version_id)
    office.settle()
    assert office.has("plan_editor")
    office.press("to_workshop")
    assert office.told.gone == [("workshop", elg)]
    # What the workshop writes into the draft is not written over by an editor left open.
    assert office.has("plan_overview")
    assert not office.has("plan_editor")
