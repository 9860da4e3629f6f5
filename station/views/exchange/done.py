"""What became of a file that was taken in or written, or of codes that were read."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import ntr, tr
from station.services.stick.exchanging import Taken, Written
from station.services.stick.reading_codes import CodesTaken
from station.views.exchange.words import gap_words, odd_words, taken_words
from station.views.inbox.words import thousands
from station.views.style import Banner, Button, Card, FlowLayout, button, current, heading, label

_MB = 1_000_000


class DonePanel(QWidget):
    """A sentence, counts, and what comes next; `gone` carries "", "conflicts" or "stuck"."""

    gone = Signal(str)

    def __init__(
        self,
        title: str,
        counts: Sequence[tuple[str, str, int]] = (),
        banners: Sequence[tuple[str, str]] = (),
        *,
        conflicts: bool = False,
        held: bool = False,
    ) -> None:
        super().__init__()
        self.setObjectName("exchange_done")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card()
        card.body.addWidget(heading(title, "subheading", wrap=True))
        if counts:
            card.body.addLayout(_numbers(counts))
        for words, tone in banners:
            card.body.addWidget(Banner(words, tone))
        holder = QWidget()
        flow = FlowLayout(holder, gap=current().px(2))
        see = tr("See the conflicts")
        ways = [("exchange_see", see, "conflicts")] if conflicts else []
        if held:
            ways.append(("exchange_see_held", tr("See why it is held back"), "stuck"))
        made = [self._button(flow, *way, primary=at == 0) for at, way in enumerate(ways)]
        done = self._button(flow, "exchange_again", tr("Done"), "", primary=not ways)
        done.setShortcut("Esc")
        self._next = (*made, done)[0]
        card.body.addWidget(holder)
        column.addWidget(card)
        column.addStretch(1)

    def begin(self) -> None:
        """Puts the keyboard on what comes next."""
        self._next.setFocus()

    def _button(self, flow: FlowLayout, name: str, words: str, to: str, *, primary: bool) -> Button:
        made = button(words, primary=primary)
        made.setObjectName(name)
        made.clicked.connect(lambda _checked=False: self.gone.emit(to))
        flow.addWidget(made)
        return made


def taken_panel(taken: Taken) -> DonePanel:
    """What became of a file of changes."""
    banners = [(words, "warning") for words in (gap_words(taken.gaps), odd_words(taken)) if words]
    if taken.held:
        words = tr("Held back waits for something that has not come, or could not be understood.")
        banners.append((words, "info"))
    return DonePanel(
        taken_words(taken),
        (
            ("applied", tr("taken in"), taken.applied),
            ("known", tr("known from before"), taken.known),
            ("conflicts", tr("conflicts"), taken.conflicts),
            ("held", tr("held back"), taken.held),
        ),
        banners,
        conflicts=bool(taken.conflicts),
        held=bool(taken.held),
    )


def written_panel(written: Written) -> DonePanel:
    """What was written."""
    names = ", ".join(f"«{name}»" for name in written.files)
    title = ntr("{names} is written", "{names} are written", len(written.files), names=names)
    changes = ntr("{n} change", "{n} changes", written.rows)
    size = tr("{size} MB", size=max(1, round(written.size / _MB)))
    words = tr(
        "{changes}, {size}, read back and found right. The stick can be taken out when the PC "
        "says so. Nobody can read it without the stations' code.",
        changes=changes,
        size=size,
    )
    return DonePanel(title, (), ((words, "good"),))


def codes_panel(taken: Sequence[CodesTaken]) -> DonePanel:
    """What became of readings in codes."""
    names = ", ".join(each.patient or tr("somebody who is not known here") for each in taken)
    banners = []
    if any(each.patient_id is None for each in taken):
        words = tr("The readings of somebody unknown wait in the inbox, as they came.")
        banners.append((words, "warning"))
    return DonePanel(
        tr("The readings of {names} are taken in.", names=names),
        (
            ("applied", tr("taken in"), sum(each.stored for each in taken)),
            ("known", tr("known from before"), sum(each.known for each in taken)),
            ("held", tr("held back"), sum(each.held for each in taken)),
        ),
        banners,
    )


def _numbers(counts: Sequence[tuple[str, str, int]]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(current().px(8))
    for name, words, count in counts:
        column = QVBoxLayout()
        column.setSpacing(0)
        number = heading(thousands(count))
        number.setObjectName(f"exchange_{name}")
        number.setAccessibleName(f"{count} {words}")
        column.addWidget(number)
        column.addWidget(label(words, "muted"))
        column.addStretch(1)
        row.addLayout(column)
    row.addStretch(1)
    return row
