"""What was scanned last: each a way to its device, an unknown one with what can be done."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.views.style import Banner, FlowLayout, button, current, label

MOST: Final = 6


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan: what was read, and the device it led to ("" while unknown)."""

    text: str
    device_id: str = ""
    title: str = ""


class Scans(QWidget):
    """The newest scans, and a sentence about the last one that led nowhere.

    `wanted` carries a device's id, `new` the text that a new device is to be registered with.
    """

    wanted = Signal(str)
    new = Signal(str)

    def __init__(self, *, registers: bool = True) -> None:
        """`registers` offers to register a device with a number that is not known."""
        super().__init__()
        self.setObjectName("scans")
        self._scans: list[Scan] = []
        self._kept = False
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(1.5))
        self._banner = Banner("", "warning")
        self._banner.setObjectName("scan_unknown")
        self._banner.hide()
        column.addWidget(self._banner)
        self._ways = QWidget()
        ways = FlowLayout(self._ways, gap=theme.px(2))
        for name, words, act in (
            ("scan_register", tr("Register with this number"), self._register),
            ("scan_leave", tr("Leave it"), self._leave),
        ):
            if name == "scan_register" and not registers:
                continue
            made = button(words, primary=name == "scan_register")
            made.setProperty("dense", True)
            made.setObjectName(name)
            made.clicked.connect(lambda _checked=False, act=act: act())
            ways.addWidget(made)
        self._ways.hide()
        column.addWidget(self._ways)
        self._row = QWidget()
        self._flow = FlowLayout(self._row, gap=theme.px(1))
        self._row.hide()
        column.addWidget(self._row)
        self.hide()

    def found(self, text: str, device_id: str, title: str) -> None:
        """A scan led to a device."""
        self._scans = [each for each in self._scans if each.device_id != device_id]
        self._add(Scan(text, device_id, title))

    def unknown(self, text: str) -> None:
        """A scan led nowhere; it stays until somebody has dealt with it."""
        self._scans = [each for each in self._scans if each.text != text]
        self._add(Scan(text))

    def keep(self) -> None:
        """Shows the way to the last scan though it is alone: it could not be opened now."""
        self._kept = True
        self._settle()

    def opened(self) -> None:
        """The last scan was opened."""
        self._kept = False
        self._settle()

    def settled(self, text: str) -> None:
        """An unknown scan is dealt with."""
        self._scans = [each for each in self._scans if each.device_id or each.text != text]
        self._settle()

    @property
    def unknown_text(self) -> str:
        """The newest scan that led nowhere, "" for none."""
        return next((each.text for each in reversed(self._scans) if not each.device_id), "")

    def _add(self, scan: Scan) -> None:
        known = [each for each in self._scans if each.device_id]
        if len(known) >= MOST and scan.device_id:
            self._scans.remove(known[0])
        self._scans.append(scan)
        self._settle()

    def _settle(self) -> None:
        text = self.unknown_text
        if text:
            self._banner.show_text(unknown_words(text), "warning")
        self._banner.setVisible(bool(text))
        self._ways.setVisible(bool(text))
        while item := self._flow.takeAt(0):
            if part := item.widget():
                part.hide()
                part.deleteLater()
        known = [each for each in self._scans if each.device_id]
        # The one that is open needs no way to it.
        several = len(known) > 1 or (self._kept and bool(known))
        if several:
            self._flow.addWidget(label(tr("Just scanned:"), "small"))
        for each in reversed(known if several else []):
            made = button(each.title, kind="quiet")
            made.setProperty("tight", True)
            made.setObjectName(f"scan_{each.device_id}")
            made.clicked.connect(lambda _checked=False, scan=each: self.wanted.emit(scan.device_id))
            self._flow.addWidget(made)
        self._row.setVisible(several)
        self.setVisible(bool(text) or several)

    def _register(self) -> None:
        self.new.emit(self.unknown_text)

    def _leave(self) -> None:
        self.settled(self.unknown_text)


def unknown_words(text: str) -> str:
    """The sentence about a number that is not in the register."""
    return tr(
        "«{text}» is not in the register. Nothing was changed. Scan once more, or register the "
        "device with this number.",
        text=text,
    )
