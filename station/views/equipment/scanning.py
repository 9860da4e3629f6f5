"""From what a scanner wrote to a device: looked for in the order in which it came, nothing lost."""

import re
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from station.core.trouble import Trouble
from station.rules.labelcode import Said, Scanned, scanned
from station.services.equipment.register import NewDevice
from station.services.equipment.values import DeviceRow
from station.views.context import Context

_SERIAL: Final = re.compile(r"[0-9]{8,}")
"""A long number without letters is a serial number; anything else is taken for a label."""


class Scanner(QObject):
    """Looks for scans one after the other.

    `found` carries the text, the DeviceRow, and whether nothing was scanned after it; `unknown`
    the text that led nowhere; `refused` a sentence; `typed` the id to open for what was no scan.
    """

    found = Signal(str, object, bool)
    unknown = Signal(str)
    refused = Signal(str)
    typed = Signal(str)

    def __init__(self, page: QWidget, context: Context) -> None:
        super().__init__(page)
        self._context = context
        self._number = 0

    def scan(self, text: str) -> None:
        """Looks for what a scanner wrote: one label, or several that came at once."""
        read = scanned(text)
        if read.said is Said.SEVERAL:
            for each in read.spellings:
                self._look(each, (each,), "")
        elif read.said in {Said.EMPTY, Said.LONG}:
            self.unknown.emit(text[:40])
        else:
            self._look(_shown(read, text), (text, *read.spellings), "")

    def look(self, typed: str, burst: str, otherwise: str) -> None:
        """Looks for what stands in the box when Enter is pressed.

        `burst` is what of it a scanner wrote. Where nothing has this number, the device with the
        id `otherwise` is opened, if there is one.
        """
        if burst and burst != typed and typed.endswith(burst):
            self.scan(burst)
            return
        read = scanned(typed)
        if read.said is Said.SEVERAL:
            self.scan(typed)
            return
        self._look(typed, (typed, *read.spellings), otherwise)

    def _look(self, text: str, spellings: tuple[str, ...], otherwise: str) -> None:
        self._number += 1
        number = self._number
        equipment, session = self._context.station.equipment, self._context.session

        def job() -> DeviceRow | None:
            for each in dict.fromkeys(spellings):
                if (row := equipment.find(session, each)) is not None:
                    return row
            return None

        def show(row: DeviceRow | None) -> None:
            if row is not None:
                self.found.emit(text, row, number == self._number)
            elif otherwise:
                self.typed.emit(otherwise)
            else:
                self.unknown.emit(text)

        self._context.bridge.ask(self, job, show, partial(self._refused))

    def _refused(self, trouble: Trouble) -> None:
        self.refused.emit(trouble.sentence())


def new_with(text: str) -> NewDevice:
    """A new device with this number: a label, or a serial number by the look of it."""
    if _SERIAL.fullmatch(text):
        return NewDevice("oximeter", serial=text)
    return NewDevice("oximeter", label=text)


def _shown(read: Scanned, text: str) -> str:
    """A scan as it is shown: Station's own label in its one spelling."""
    return read.spellings[0] if read.said is Said.OURS else text.strip()
