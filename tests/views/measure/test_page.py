"""«Mål nå»: nothing is kept before somebody says so, and nothing of anybody else is shown."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from station.core.trouble import Trouble
from station.rules.limits import Level
from station.services.measuring.measuring import (
    ClockFacts,
    Delivered,
    LiveReading,
    LiveValue,
    RawPacket,
)
from station.services.radio.listening_news import Done, Live, Progress, Standing
from station.services.session import Session
from station.views.equipment.big import Kept, KeptMark
from tests.equipment_office import BRYGGE, NURSE, RadioDesk
from tests.radio_double import NEAR, seen
from tests.store_room import make_ready

ADDRESS = "C0:26:DA:00:00:02"
PACKETS = (RawPacket(0x2A5E, b"\0\x62\0\x48\0", 5),)
CLOCK = ClockFacts("2026-11-20T09:00:00", 0)
READINGS = (
    LiveReading("spo2", "SpO₂", "93 %", 0, Level.GREEN, "Within own limits"),
    LiveReading("pulse", "Pulse", "84 /min", 0, None, "", "Weak pulse", "The PC's time"),
)


class Keeper:
    """What became of values: stands where Measuring stands."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.result = Delivered(stored=2)
        self.trouble: Trouble | None = None

    def confirm(
        self,
        session: Session,
        device: str,
        patient: str,
        packets: tuple[RawPacket, ...],
        clock: ClockFacts | None = None,
    ) -> Delivered:
        return self._note("confirm", device, patient, packets, clock)

    def discard(
        self,
        session: Session,
        device: str,
        patient: str,
        packets: tuple[RawPacket, ...],
        clock: ClockFacts | None = None,
    ) -> Delivered:
        return self._note("discard", device, patient, packets, clock)

    def _note(self, *what: object) -> Delivered:
        self.asked.append(what)
        if self.trouble is not None:
            raise self.trouble
        return self.result


@pytest.fixture
def keeper(desk: RadioDesk) -> Keeper:
    made = Keeper()
    station = replace(desk.station, measuring=made)  # type: ignore[arg-type]
    desk.page.context = replace(desk.page.context, station=station)
    return made


def measuring(desk: RadioDesk) -> tuple[str, str]:
    """Rask Elg is being measured with a device she has on loan: (device, patient)."""
    patient = desk.patient()
    device = desk.device(to=patient, address=ADDRESS)
    desk.near(
        seen(
            address=ADDRESS,
            device_id=device,
            patient_id=patient,
            patient="Rask Elg",
            standing=Standing.LENT,
        )
    )
    desk.page.opened(f"patient/{patient}")
    desk.calm()
    desk.pick("measure_list", "O-12")
    assert desk.radio.asked[-1] == ("measure", device, patient)
    return device, patient


def live(device: str, patient: str, **more: object) -> Live:
    """What was measured just now."""
    value = LiveValue(patient, "Rask Elg", device, "O-12", READINGS, saveable=True)
    return Live(device, patient, replace(value, **more), PACKETS, CLOCK)  # type: ignore[arg-type]


def mark(desk: RadioDesk) -> Kept:
    """Whether what stands there is kept."""
    return desk.find(KeptMark, "kept_mark").kept


def test_the_patient_is_named_large_and_the_value_is_not_saved(
    desk: RadioDesk, keeper: Keeper
) -> None:
    device, patient = measuring(desk)
    assert mark(desk) is Kept.WAITING
    desk.tell(Progress(ADDRESS, device, "Connected", 0, 0), live(device, patient))
    assert desk.find(QWidget, "measure_patient").accessibleName() == "Rask Elg"
    assert desk.find(QWidget, "live_spo2").accessibleName() == "SpO₂, 93 %, Within own limits"
    assert (mark(desk), desk.find(KeptMark, "kept_mark").accessibleName()) == (
        Kept.LIVE,
        "NOT SAVED",
    )
    assert keeper.asked == []


def test_enter_saves_exactly_what_stands_there(desk: RadioDesk, keeper: Keeper) -> None:
    device, patient = measuring(desk)
    desk.tell(live(device, patient))
    save = desk.find(QPushButton, "measure_save")
    assert save.hasFocus() or not desk.page.isActiveWindow()
    QTest.keyClick(save, Qt.Key.Key_Return)
    QTest.keyClick(save, Qt.Key.Key_Return)
    desk.calm()
    assert keeper.asked == [("confirm", device, patient, PACKETS, CLOCK)]
    assert mark(desk) is Kept.SAVED
    assert "It stands with Rask Elg now." in desk.words()
    desk.tell(live(device, patient))
    assert mark(desk) is Kept.SAVED
    # A second Enter, pressed out of habit, takes nothing away.
    front = QApplication.focusWidget()
    if front is not None:
        QTest.keyClick(front, Qt.Key.Key_Return)
    desk.calm()
    assert mark(desk) is Kept.SAVED


@pytest.mark.parametrize(
    ("name", "kept"), [("measure_test", Kept.TEST), ("measure_drop", Kept.DISCARDED)]
)
def test_what_is_no_real_reading_is_laid_aside(
    desk: RadioDesk, keeper: Keeper, name: str, kept: Kept
) -> None:
    device, patient = measuring(desk)
    desk.tell(live(device, patient))
    desk.press(name)
    assert keeper.asked == [("discard", device, patient, PACKETS, CLOCK)]
    assert mark(desk) is kept


def test_the_next_measurement_begins_anew(desk: RadioDesk, keeper: Keeper) -> None:
    device, patient = measuring(desk)
    desk.tell(live(device, patient))
    desk.press("measure_save")
    desk.press("measure_next")
    assert mark(desk) is Kept.WAITING
    assert desk.radio.busy[0].cancelled
    assert desk.radio.asked[-1] == ("measure", device, patient)
    desk.tell(live(device, patient))
    assert mark(desk) is Kept.LIVE


@pytest.mark.parametrize(
    ("result", "kept", "words"),
    [
        (
            Delivered(held=1),
            Kept.DISCARDED,
            "It is held back in quarantine, with the reason.",
        ),
        (Delivered(duplicates=1), Kept.SAVED, "It was stored before."),
    ],
)
def test_what_became_of_it_is_said(
    desk: RadioDesk, keeper: Keeper, result: Delivered, kept: Kept, words: str
) -> None:
    device, patient = measuring(desk)
    keeper.result = result
    desk.tell(live(device, patient))
    desk.press("measure_save")
    assert mark(desk) is kept
    assert words in desk.words()


def test_what_could_not_be_saved_is_still_there_and_not_saved(
    desk: RadioDesk, keeper: Keeper
) -> None:
    device, patient = measuring(desk)
    keeper.trouble = Trouble("disk_full", "The disk is full.")
    desk.tell(live(device, patient))
    desk.press("measure_save")
    assert mark(desk) is Kept.LIVE
    assert "The disk is full." in desk.words()
    keeper.trouble = None
    desk.press("measure_save")
    assert mark(desk) is Kept.SAVED


def test_a_failed_measurement_is_a_sentence_and_no_number(desk: RadioDesk, keeper: Keeper) -> None:
    device, patient = measuring(desk)
    failed = live(device, patient, readings=(), failed="The measurement failed.", saveable=False)
    desk.tell(failed)
    assert mark(desk) is Kept.FAILED
    assert "The measurement failed." in desk.words()
    assert not desk.shows(QPushButton, "measure_save")
    desk.tell(live(device, patient))
    assert mark(desk) is Kept.LIVE


def test_what_cannot_be_kept_offers_no_saving(desk: RadioDesk, keeper: Keeper) -> None:
    device, patient = measuring(desk)
    desk.tell(live(device, patient, refused="Made for trying out.", saveable=False))
    assert "Made for trying out." in desk.words()
    assert not desk.shows(QPushButton, "measure_save")
    assert desk.shows(QPushButton, "measure_test")


def test_only_this_device_and_this_patient_are_shown(desk: RadioDesk, keeper: Keeper) -> None:
    device, patient = measuring(desk)
    desk.tell(live("other", patient), live(device, "other"))
    assert mark(desk) is Kept.WAITING


def test_a_device_that_hangs_up_without_a_value_says_why(desk: RadioDesk, keeper: Keeper) -> None:
    device, _ = measuring(desk)
    desk.tell(Done(ADDRESS, device, "live", "not_found", "The device was not in range."))
    assert desk.find(QWidget, "device_done").accessibleName() == "The device was not in range."
    desk.press("measure_next")
    assert len(desk.radio.asked) == 2


def test_a_value_outlives_the_connection(desk: RadioDesk, keeper: Keeper) -> None:
    device, patient = measuring(desk)
    desk.tell(live(device, patient), Done(ADDRESS, device, "live", "lost", "Lost."))
    assert mark(desk) is Kept.LIVE
    desk.press("measure_save")
    assert mark(desk) is Kept.SAVED


def test_leaving_says_that_nothing_was_saved(desk: RadioDesk, keeper: Keeper) -> None:
    device, patient = measuring(desk)
    desk.tell(live(device, patient))
    desk.press("leave_measuring")
    assert desk.heard.said == ["The measurement was not saved."]
    assert desk.heard.went == [("today", patient)]
    assert keeper.asked == []
    assert desk.radio.busy[0].cancelled


def test_what_is_not_decided_waits_when_one_comes_back(desk: RadioDesk, keeper: Keeper) -> None:
    device, patient = measuring(desk)
    desk.tell(live(device, patient))
    desk.page.opened(f"patient/{patient}")
    desk.calm()
    assert mark(desk) is Kept.LIVE
    desk.page.opened(None)
    desk.calm()
    assert desk.shows(QWidget, "measure_choose")


def test_stopping_ends_the_visit(desk: RadioDesk, keeper: Keeper) -> None:
    measuring(desk)
    desk.press("device_stop")
    assert desk.radio.busy[0].cancelled


def test_a_device_of_somebody_else_is_not_used(desk: RadioDesk) -> None:
    owner, patient = desk.patient(BRYGGE), desk.patient()
    device = desk.device(to=owner, address=ADDRESS)
    desk.near(seen(address=ADDRESS, device_id=device, patient_id=owner, patient="Stille Brygge"))
    desk.page.opened(f"patient/{patient}")
    desk.calm()
    desk.pick("measure_list", "O-12")
    said = desk.find(QWidget, "measure_refused").accessibleName()
    assert said.startswith("O-12 is lent to Stille Brygge.")
    assert desk.radio.asked == []


def test_a_device_from_the_store_is_lent_first(desk: RadioDesk) -> None:
    patient = desk.patient()
    device = desk.device(address=ADDRESS)
    make_ready(desk.station.record, NURSE, device)
    desk.near(seen(address=ADDRESS, device_id=device, standing=Standing.IN_STORE))
    desk.page.opened(f"patient/{patient}")
    desk.calm()
    assert "Lend and measure" in desk.lines("measure_list")[1]
    desk.pick("measure_list", "O-12")
    assert desk.row(device).patient_id == patient
    assert desk.radio.asked == [("measure", device, patient)]


def test_an_unknown_device_is_paired_first(desk: RadioDesk) -> None:
    desk.near(seen())
    desk.page.opened(None)
    desk.calm()
    desk.pick("measure_list", "Nonin3230")
    assert desk.heard.went == [("pair_device", f"near/{NEAR.address}")]


def test_who_is_measured_is_asked_first(desk: RadioDesk) -> None:
    patient = desk.patient()
    device = desk.device(address=ADDRESS)
    make_ready(desk.station.record, NURSE, device)
    desk.near(seen(address=ADDRESS, device_id=device, standing=Standing.IN_STORE), seen())
    desk.page.opened(f"device/{device}")
    desk.calm()
    assert len(desk.lines("measure_list")) == 2
    desk.pick("measure_list", "O-12")
    assert "Choose who is measured first." in desk.words()
    desk.write("pick_patient", "rask", enter=True)
    desk.press("pick_hit")
    desk.pick("measure_list", "O-12")
    assert desk.radio.asked == [("measure", device, patient)]
