"""A password that does not fit: waiting, and the way back with the recovery sheet."""

from PySide6.QtWidgets import QWidget

from station.core.clock import FixedClock
from tests.journeys.driver import Nurse
from tests.municipality import FIRST, OTHER_PASSWORD, PASSWORD, SECOND, Office


def test_s04_the_sixth_try_waits_and_only_for_that_person(nurse: Nurse, clock: FixedClock) -> None:
    for _ in range(5):
        nurse.give_password(FIRST, "feil passord her")
    nurse.write("password", "feil passord her")
    nurse.press("enter")
    assert "30" in nurse.find("password", QWidget).accessibleDescription()
    assert not nurse.find("enter", QWidget).isEnabled()
    nurse.sign_in(SECOND, OTHER_PASSWORD)
    nurse.press("lock")
    clock.advance(31_000)
    nurse.sign_in(FIRST, PASSWORD)
    assert "RE" in nurse.words("user")


def test_s05_the_recovery_code_gives_a_new_password_and_all_is_there(
    nurse: Nurse, office: Office
) -> None:
    new = "helt nytt passord i dag"
    nurse.press(SECOND, "people")
    nurse.press("forgotten")
    nurse.write("recovery_code", "111111 " * 8)
    nurse.write("new_password", new)
    nurse.write("new_password_again", new)
    nurse.press("recover")
    assert nurse.at_the_door()
    nurse.write("recovery_code", office.code)
    nurse.press("recover")
    nurse.until(lambda: nurse.keeper.session is not None, "the way in")
    nurse.restart()
    nurse.give_password(SECOND, OTHER_PASSWORD)
    assert nurse.at_the_door()
    nurse.sign_in(SECOND, new)

    def recovered() -> list[tuple[object, ...]]:
        with nurse.station.record.read() as reader:
            return list(reader.raw("SELECT user_name FROM audit WHERE action = 'recovered'"))

    assert nurse.ask(recovered) == [(SECOND,)]
