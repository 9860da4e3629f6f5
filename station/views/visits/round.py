"""One round: how long it is, its stops in order, and what can be done with the one chosen."""

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import N_, tr
from station.rules.driving import Purpose, VisitState
from station.services.footers import phone_text
from station.services.visits.driving import Round, Stop
from station.services.visits.words import length_words, minutes_words, way_words
from station.views.steps import Steps
from station.views.style import Banner, Button, FlowLayout, button, current, label
from station.views.visits.stops import StopList

_ABOUT_STOP: Final = (
    ("visit_done", N_("Done"), "1"),
    ("visit_not_home", N_("Not at home …"), "2"),
    ("visit_move", N_("Another day …"), "3"),
    ("visit_off", N_("Back to the list"), "4"),
    ("visit_undo", N_("Take the tick back"), "5"),
    ("visit_open", N_("Open the patient"), "6"),
    ("visit_deed", N_("Hand out …"), "7"),
)
"""What is done with the stop that is chosen: name, words, key."""
_ABOUT_ROUND: Final = (
    ("round_propose", N_("Propose an order"), "Ctrl+R"),
    ("round_ways", N_("Distances …"), "Ctrl+E"),
    ("round_print", N_("Print …"), "Ctrl+P"),
    ("round_driver", N_("Who drives …"), ""),
    ("round_close", N_("Close the round …"), "Ctrl+Return"),
)
DEED_WORDS: Final = {
    Purpose.HANDOUT: N_("Hand out …"),
    Purpose.PICKUP: N_("Take in …"),
    Purpose.BATTERY: N_("Open the device"),
    Purpose.CALIBRATION: N_("Open the device"),
    Purpose.PAPERS: N_("Open the plan"),
}
"""What leads from a stop to the screen where the thing itself is done."""


class RoundView(QWidget):
    """Shows a round; `wanted` carries the name of the button that was pressed."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("round_view")
        self.found: Round | None = None
        self._now, self._built = 0, False
        self.buttons: dict[str, Button] = {}
        theme = current()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(2))
        self.steps = Steps(self, (self._add_head, self._add_list, self._add_detail, self._show))

    def show_round(self, found: Round | None, now: int) -> None:
        """Takes a round in, None for a day without one; parts that are not built yet wait."""
        self.found, self._now = found, now
        if self._built:
            self._show()

    def chosen(self) -> Stop | None:
        """The stop that the keyboard stands on."""
        return self.list.chosen() if self._built else None

    # ------------------------------------------------------------------------------ building

    def _add_head(self) -> None:
        theme = current()
        row = QHBoxLayout()
        row.setSpacing(theme.px(3))
        self._length = label("", "strong", wrap=True)
        self._length.setObjectName("round_length")
        row.addWidget(self._length, 1)
        self._column.addLayout(row)
        self._banner = Banner("", "warning")
        self._banner.setObjectName("round_banner")
        self._banner.hide()
        self._column.addWidget(self._banner)
        flow = FlowLayout(gap=theme.px(2))
        self._fill(flow, _ABOUT_ROUND)
        self._column.addLayout(flow)

    def _add_list(self) -> None:
        self.list = StopList()
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._detail())
        self.list.activated.connect(lambda _index: self._press_open())
        self._column.addWidget(self.list, 1)
        self._hint = label("", "muted", wrap=True)
        self._hint.setObjectName("round_hint")
        self._column.addWidget(self._hint)

    def _add_detail(self) -> None:
        self._where = label("", "body", wrap=True)
        self._where.setObjectName("stop_where")
        self._where.hide()
        self._column.addWidget(self._where)
        flow = FlowLayout(gap=current().px(2))
        self._fill(flow, _ABOUT_STOP)
        self._column.addLayout(flow)

    def _fill(self, flow: FlowLayout, about: tuple[tuple[str, str, str], ...]) -> None:
        for name, words, key in about:
            made = button(tr(words), key or None, primary=name == "visit_done")
            made.setObjectName(name)
            made.setProperty("dense", True)
            made.clicked.connect(partial(self._pressed, name))
            self.buttons[name] = made
            flow.addWidget(made)

    def _pressed(self, name: str, _checked: bool = False) -> None:
        self.wanted.emit(name)

    def _press_open(self) -> None:
        if self.buttons["visit_open"].isEnabled():
            self.wanted.emit("visit_open")

    # ------------------------------------------------------------------------------- showing

    def _show(self) -> None:
        self._built, found = True, self.found
        self.list.show_round(found, self._now)
        self._length.setText(_head(found))
        hint = _hint(found)
        if hint != self._hint.text():
            self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        said = _missing(found)
        self._banner.show_text(said, "warning")
        self._banner.setVisible(bool(said))
        still_open = found is not None and found.closed_at is None
        some = found is not None and bool(found.stops)
        self._may("round_propose", possible=still_open and some)
        self._may("round_ways", possible=some)
        self._may("round_print", possible=found is not None)
        self._may("round_close", possible=found is not None)
        self._may("round_driver", possible=still_open)
        if found is not None:
            words = tr("Close the round …") if some else tr("Take the round out")
            words = words if still_open else tr("Open the round again")
            self.buttons["round_close"].set_words(words)
        self._detail()

    def _detail(self) -> None:
        if len(self.buttons) < len(_ABOUT_ROUND) + len(_ABOUT_STOP):
            return
        stop, found = self.list.chosen(), self.found
        still_open = found is not None and found.closed_at is None
        planned = stop is not None and stop.state is VisitState.PLANNED
        for name in ("visit_done", "visit_not_home", "visit_move", "visit_off"):
            self._may(name, possible=still_open and planned)
        self._may("visit_undo", possible=still_open and stop is not None and not planned)
        self._may("visit_open", possible=stop is not None and stop.errand.patient_id is not None)
        deed = DEED_WORDS.get(stop.errand.purpose) if stop is not None else None
        self._may("visit_deed", possible=deed is not None)
        if deed is not None:
            self.buttons["visit_deed"].set_words(tr(deed))
        told = _detail_words(stop)
        if told != self._where.text():
            self._where.setText(told)
        self._where.setVisible(bool(told))

    def _may(self, name: str, *, possible: bool) -> None:
        if self.buttons[name].isEnabled() is not possible:
            self.buttons[name].setEnabled(possible)


def _head(found: Round | None) -> str:
    if found is None:
        return tr("No round is planned for this day.")
    parts = [tr("Round {number}", number=found.number)]
    if found.driver:
        parts.append(found.driver)
    long = length_words(found.planned)
    parts.append(long if found.planned.missing else tr("planned {way}", way=long))
    if found.metres_driven is not None:
        driven = way_words(found.metres_driven, found.minutes_driven)
        parts.append(tr("driven {way}", way=driven))
    if found.closed:
        parts.append(found.closed)
    return " · ".join(parts)


def _missing(found: Round | None) -> str:
    if found is None or found.closed_at is not None or not found.planned.missing:
        return ""
    return tr("Distances are missing: the length is not known. They are typed once and remembered.")


def _hint(found: Round | None) -> str:
    if found is None or not found.stops:
        return tr("Drag errands here, or choose them at the left and press Enter.")
    if found.planned.missing:
        return ""
    return tr("Home from the last stop: {way}.", way=way_words(*found.home))


def _detail_words(stop: Stop | None) -> str:
    if stop is None:
        return ""
    errand = stop.errand
    there = ""
    if stop.there is not None:
        there = tr("{minutes} there", minutes=minutes_words(stop.there))
    parts = (
        errand.where or tr("no address is known"),
        phone_text(errand.phone) if errand.phone else "",
        errand.warning,
        there,
        errand.note,
    )
    return " · ".join(part for part in parts if part)
