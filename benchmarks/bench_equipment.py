"""The register at five thousand devices: read, put in order, narrowed, and from a scan to the card.

The baseline of reading is the plain query of the same columns on the same encrypted file.
"""

import itertools
import os
import random
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication

from benchmarks.common import ROUNDS, Row, paired, timed, verdict
from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.zone import day_of
from station.models.queries import devices as queries
from station.rules.labelcode import label_of
from station.services.equipment.values import DeviceCard
from station.services.session import Session
from station.training.day import morning
from station.training.door import PASSWORD
from station.training.fill import fill
from station.views import style
from station.views.equipment.register_list import RegisterList
from station.views.equipment.shelf import narrow, shelve
from station.wiring import Station, build

DEVICES: Final = 5_000
READ_MS: Final = 150.0
FRAME_MS: Final = 16.0
SCAN_MS: Final = 50.0
_KINDS: Final = ("oximeter", "scale", "cuff", "thermometer", "tablet", "charger")
_STATES: Final = ("in_store", "in_store", "ready", "repair", "returned", "scrapped")


def run(rounds: int = ROUNDS) -> list[Row]:
    """Measure the register of a large municipality on the training municipality's file."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)  # noqa: S101  (what PySide says is wider)
    style.apply(app, style.Theme())
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        fill(home)
        station = build(home, FixedClock(morning()))
        try:
            session = station.door.sign_in(station.door.people()[0].slot_id, PASSWORD)
            _stock(station, session)
            return [*_reading(station, session, rounds), *_looking(station, session, rounds)]
        finally:
            station.close()


def _stock(station: Station, session: Session) -> None:
    """Put devices into the file as an import would leave them, without judging each."""
    chance, at = random.Random(5), station.clock.now()
    with station.record.write(session) as writer:
        for number in range(DEVICES):
            writer.raw(
                "INSERT INTO devices (id, kind, name, serial, serial_key, label, maker, state, "
                "state_since, price_ore, added_at, added_by) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
                (
                    f"{number:032x}",
                    chance.choice(_KINDS),
                    f"Apparat {number}",
                    f"SN-{number:06}",
                    f"SN{number:06}",
                    label_of(90_000 + number),
                    chance.choice(("Nonin", "Beurer", "A&D", "Lenovo")),
                    chance.choice(_STATES),
                    at,
                    chance.randrange(20_000, 900_000),
                    at,
                    session.user_id,
                ),
            )
        writer.quiet()


def _reading(station: Station, session: Session, rounds: int) -> list[Row]:
    def bare() -> None:
        with station.record.read() as reader:
            reader.raw(
                "SELECT * FROM devices d LEFT JOIN loans l ON l.device_id = d.id "
                "AND l.ended_at IS NULL LEFT JOIN patients p ON p.id = l.patient_id"
            )

    def records() -> None:
        with station.record.read() as reader:
            queries.every(reader)

    ratio = paired(timed(lambda: station.equipment.rows(session)), timed(bare), rounds)
    raw = paired(timed(records), timed(bare), rounds)
    return [
        Row(f"equipment: {DEVICES} rows told, of the plain query", str(ratio)),
        Row("equipment: the same without words", str(raw)),
        Row(
            f"equipment: {DEVICES} rows told",
            f"{ratio.ours_ms:.0f} ms",
            f"<= {READ_MS:g} ms",
            verdict(ratio.ours_ms, READ_MS),
        ),
    ]


def _looking(station: Station, session: Session, rounds: int) -> list[Row]:
    now = station.clock.now()
    rows, today = station.equipment.rows(session), day_of(now)
    shelf = shelve(rows, today)
    view = RegisterList()
    view.resize(520, 640)
    view.show_rows(narrow(shelf), now)
    style.dress(view)
    view.show()
    QApplication.processEvents()
    texts = itertools.cycle(("o", "ox", "apparat 42", "sn-0049", "", "beurer 1"))
    chips = itertools.cycle(("in_use", "in_store", "ready", "mending", "scrapped"))
    if not all(shelf.count(code) > DEVICES // 10 for code in ("in_use", "in_store", "mending")):
        message = "the chips let through less than what was put into the file"
        raise RuntimeError(message)
    numbers = itertools.cycle(range(0, DEVICES, 37))

    def painted(job: Callable[[], object]) -> Callable[[], object]:
        def whole() -> None:
            job()
            view.viewport().repaint()

        return whole

    def scanned() -> DeviceCard:
        row = station.equipment.scan(session, f"SN-{next(numbers):06}")
        return station.equipment.card(session, row.id)

    return [
        _limited("equipment: put in order", lambda: shelve(rows, today), READ_MS, rounds),
        _limited(
            "equipment: narrowed by a letter, and painted",
            painted(lambda: view.show_rows(narrow(shelf, text=next(texts)), now)),
            FRAME_MS,
            rounds,
        ),
        _limited(
            "equipment: another chip, and painted",
            painted(lambda: view.show_rows(narrow(shelf, next(chips)), now)),
            FRAME_MS,
            rounds,
        ),
        _limited("equipment: scan to what the card shows", scanned, SCAN_MS, rounds),
    ]


def _limited(metric: str, job: Callable[[], object], goal: float, rounds: int) -> Row:
    ms = _median(job, rounds)
    return Row(metric, f"{ms:.1f} ms", f"<= {goal:g} ms", verdict(ms, goal))


def _median(job: Callable[[], object], rounds: int) -> float:
    measure = timed(job)
    measure()
    return statistics.median(measure() for _ in range(rounds)) * 1000
