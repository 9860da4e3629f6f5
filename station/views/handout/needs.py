"""What has to be done before anything goes out: each step named, with the way to it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import N_, tr
from station.services.handing_out.values import Missing, Prepared
from station.views.steps import let_go
from station.views.style import Banner, current, label

_WAYS: Final = {
    "lend_needs_consent": ("patient", N_("Register the consent")),
    "patient_deceased": ("patient", N_("Open the patient")),
    "service_closed": ("patient", N_("Open the patient")),
    "device_not_ready": ("device", N_("Make it ready")),
    "device_reserved": ("device", N_("Open its card")),
    "device_not_here": ("device", N_("Look it over")),
    "already_lent": ("device", N_("Open its card")),
    "device_retired": ("device", N_("Open its card")),
}
"""Where each thing that is missing is done, and the words of the button that leads there."""
_HERE: Final = frozenset({"home_unknown", "home_no_net"})
"""What is asked on this page itself."""


class NeedsPart(QWidget):
    """`patient_wanted` and `device_wanted` carry the id of what is to be opened."""

    patient_wanted = Signal(str)
    device_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("needs")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current().px(1))
        self._said: QWidget | None = None
        self._shown: tuple[tuple[Missing, ...], bool] | None = None
        self.show_nothing()

    def show_nothing(self, *, someone: bool = False) -> None:
        """Says what is to be chosen first; `someone` tells that who borrows is chosen."""
        words = tr("Choose who borrows, and what goes out.")
        if someone:
            words = tr("Now scan what goes out, or find it by name.")
        self._put([label(words, "muted", wrap=True)], None)

    def show_prepared(self, prepared: Prepared) -> None:
        """Shows what stands in the way; what is filled in on this page itself is left out."""
        missing = tuple(each for each in prepared.missing if each.code not in _HERE)
        asked_here = len(missing) < len(prepared.missing)
        shown = (missing, asked_here)
        if shown == self._shown:
            return
        if missing:
            title = label(tr("This comes first:"), "strong")
            self._put([title, *(self._banner(each, prepared) for each in missing)], shown)
        elif asked_here:
            words = tr("Answer about the network at home below. Nothing else is missing.")
            self._put([Banner(words, "info")], shown)
        else:
            self._put([Banner(tr("Nothing is missing."), "good")], shown)

    def _banner(self, each: Missing, prepared: Prepared) -> Banner:
        made = Banner(each.sentence, "warning")
        made.setObjectName(f"missing_{each.code}")
        kind, words = _WAYS.get(each.code, ("", ""))
        act: Callable[[], object] | None = None
        if kind == "patient":
            act = lambda: self.patient_wanted.emit(prepared.borrower.id)  # noqa: E731
        elif kind == "device":
            act = lambda: self.device_wanted.emit(each.device_id)  # noqa: E731
        if act is not None:
            made.add_action(tr(words), act).setObjectName("missing_way")
        return made

    def _put(self, parts: list[QWidget], shown: tuple[tuple[Missing, ...], bool] | None) -> None:
        self._shown = shown
        while item := self._column.takeAt(0):
            if part := item.widget():
                let_go(part)
        for part in parts:
            self._column.addWidget(part)
