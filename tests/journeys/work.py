"""What a nurse does all day, in few words: open a patient, type a reading, look at the list."""

from PySide6.QtWidgets import QAbstractItemView

from station.core.clock import FixedClock
from tests.journeys.driver import Nurse, lines_of

MINUTE_MS = 60_000
RED, YELLOW, MISSING, PAUSE, GREEN = "Rød", "Gul", "Mangler", "Pause", "Grønn"


def line_of(nurse: Nurse, name: str) -> str:
    """What the worklist says of a patient now; "" if she does not stand there."""
    view = nurse.find("worklist", QAbstractItemView)
    return next((line for line in lines_of(view) if name in line), "")


def stands(nurse: Nurse, name: str, word: str) -> None:
    """Waits until a patient stands so in the worklist."""
    nurse.until(lambda: line_of(nurse, name).startswith(word), f"{name} as {word}")


def names_in_order(nurse: Nurse) -> list[str]:
    """The worklist from the top, each line's standing and name."""
    view = nurse.find("worklist", QAbstractItemView)
    return [", ".join(line.split(", ")[:2]) for line in lines_of(view)]


def open_card(nurse: Nurse, name: str) -> None:
    """Opens a patient from the worklist."""
    if not nurse.has("worklist"):
        nurse.go("today")
    nurse.pick("worklist", name)
    nurse.until(lambda: nurse.has("card_name") and name in nurse.words("card_head"), name)


def type_reading(nurse: Nurse, name: str, value: str, kind: str = "spo2") -> None:
    """Types a reading for a patient, says yes to what is asked, and goes back to the list."""
    open_card(nurse, name)
    nurse.press("new_reading")
    nurse.press(f"kind_{kind}")
    nurse.write("reading_value1", value)
    nurse.press("save_reading")
    if nurse.has("question_yes"):
        nurse.press("question_yes")
    nurse.until(lambda: nurse.has("reading_news"), "the receipt")
    nurse.go("today")


def later(nurse: Nurse, clock: FixedClock, minutes: float) -> None:
    """Lets time pass, and the program look at its clock as it does every few seconds."""
    clock.advance(round(minutes * MINUTE_MS))
    nurse.keeper.idle.touched()
    watch = nurse.keeper.watch
    if watch is not None:
        watch.look()
    nurse.settle()
