"""A scale that several people use: whose weights are wanted is typed on its card."""

from PySide6.QtWidgets import QLineEdit, QPushButton

from station.views.equipment.device_panel import DevicePanel
from station.views.equipment.scale_user import ScaleUserForm
from tests.equipment_office import RadioDesk


def shown(desk: RadioDesk, device: str) -> DevicePanel:
    """The card of a device."""
    desk.page.opened(device)
    desk.calm()
    front = desk.page.desk.front  # type: ignore[attr-defined]
    assert isinstance(front, DevicePanel)
    return front


def typed(desk: RadioDesk, index: str, code: str) -> None:
    """Type the number and the code, and save."""
    form = desk.page.desk.front  # type: ignore[attr-defined]
    assert isinstance(form, ScaleUserForm)
    for name, text in (("scale_user_index", index), ("scale_user_code", code)):
        desk.find(QLineEdit, name).setText(text)
    desk.find(QPushButton, "save_small").click()
    desk.calm()


def test_number_and_code_are_asked_for_and_kept(desk: RadioDesk) -> None:
    scale = desk.device("scale", "V-2", to=desk.patient(), model="beurer_bf720")
    panel = shown(desk, scale)
    assert "Not read: the user number is missing" in desk.words()
    panel.wanted.emit("user")
    desk.calm()
    typed(desk, "2", "twelve")
    assert any("from 0 to 9999" in each for each in desk.words())
    typed(desk, "2", "4711")
    assert desk.row(scale).user_index == 2
    panel = shown(desk, scale)
    assert "Not read: the user number is missing" not in desk.words()
    panel.wanted.emit("user")
    desk.calm()
    assert desk.find(QLineEdit, "scale_user_index").text() == "2"
    assert desk.find(QLineEdit, "scale_user_code").text() == ""


def test_other_devices_are_not_asked_about(desk: RadioDesk) -> None:
    shown(desk, desk.device("scale", "V-3", to=desk.patient(), model="generic_scale"))
    assert desk.shows(QPushButton, "device_take_back")
    assert not desk.shows(QPushButton, "device_user")
