"""The finished print goes to the GP by the way that is set up; nothing is offered without one."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QLineEdit

from station.services.patients.consents import ConsentDetails
from station.views.plans.preview import Preview
from tests.plan_office import NURSE, PlanOffice, drafted
from tests.qt import Pulse

SIGNED = ConsentDetails("2026-1", date(2026, 11, 19), "Stille Brygge")


def set_up(office: PlanOffice, folder: Path, way: str) -> None:
    values = {"way": way, "folder": str(folder)}
    if way != "folder":
        values |= {"sender_her": "8094866", "service": "Hjemmetjenesten", "service_her": "8094867"}
        values["organisation_number"] = "974760673"
    office.station.channels.save(NURSE, "gp", values)
    office.station.channels.switch(NURSE, "gp", on=True)


def shown(office: PlanOffice, patient_id: str) -> Preview:
    drafted(office.station.plans, patient_id)
    office.open(patient_id)
    office.press("see_print")
    preview = office.page.desk.front
    assert isinstance(preview, Preview)
    return preview


def test_nothing_is_offered_where_no_way_is_set_up(
    office: PlanOffice, elg: str, heartbeat: Pulse
) -> None:
    shown(office, elg)
    assert not office.has("open_to_gp")


def test_the_plan_and_a_text_are_laid_in_the_folder(
    office: PlanOffice, elg: str, heartbeat: Pulse, tmp_path: Path
) -> None:
    post = tmp_path / "post"
    post.mkdir()
    set_up(office, post, "folder")
    office.station.consents.register(
        NURSE, elg, ConsentDetails("2026-1", date(2026, 11, 19), "Stille Brygge")
    )
    shown(office, elg)
    office.press("open_to_gp")
    assert not office.has("gp_service_her")
    office.press("send_to_gp")
    assert {path.suffix for path in post.iterdir()} == {".pdf", ".txt"}
    assert not any("elg" in path.name.lower() for path in post.iterdir())
    assert not office.has("to_gp")


def test_a_message_asks_for_the_receivers_numbers(
    office: PlanOffice, elg: str, heartbeat: Pulse, tmp_path: Path
) -> None:
    post = tmp_path / "post"
    post.mkdir()
    set_up(office, post, "broker")
    office.station.consents.register(
        NURSE, elg, ConsentDetails("2026-1", date(2026, 11, 19), "Stille Brygge")
    )
    shown(office, elg)
    office.press("open_to_gp")
    office.find(QLineEdit, "gp_organisation_her").setText("80 94")
    office.press("send_to_gp")
    assert list(post.iterdir()) == []
    for name, text in (
        ("gp_organisation", "Fjellsund legekontor"),
        ("gp_organisation_her", "8094900"),
        ("gp_service", "Lun Hylle"),
        ("gp_service_her", "8094901"),
    ):
        office.find(QLineEdit, name).setText(text)
    office.press("send_to_gp")
    (message,) = post.iterdir()
    assert "8094901" in message.read_text("utf-8")
    office.press("open_to_gp")
    office.press("do_not_send")
    assert not office.has("to_gp")
