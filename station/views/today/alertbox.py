"""An open alert: what was measured and why it counts, and beside it what the plan says."""

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QColor, QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from station.core.formats import clock_time, duration, when
from station.core.i18n import N_, tr
from station.rules.limits import Level
from station.rules.openinghours import Hours, open_age
from station.rules.wording import level_word
from station.services.today.card import AlertBox
from station.services.today.card_alerts import PlanStep
from station.views.style import (
    Chip,
    FlowLayout,
    Label,
    button,
    colour,
    current,
    hint,
    keys,
    label,
    line_height,
    paint_shape,
)

_ZONES: Final = {Level.RED: "red", Level.YELLOW: "yellow", Level.GREEN: "green"}
_SAYS: Final = {
    Level.RED: N_("The plan says at red"),
    Level.YELLOW: N_("The plan says at yellow"),
    Level.GREEN: N_("The plan says at green"),
}
WHY_KEY: Final = "Ctrl+Y"
READING_KEY: Final = "Ctrl+M"
"""The keys for the chosen alert: why it came, and the reading that raised it."""
_MINUTE_MS: Final = 60_000
_NARROW: Final = 130
"""Below so many grid units the plan's step stands under the alert instead of beside it."""


class ZoneMark(QWidget):
    """A zone's shape alone; the word stands beside it."""

    def __init__(self, zone: str) -> None:
        super().__init__()
        self._zone = zone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as a line of text."""
        return QSize(current().px(4), current().px(4.25))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the shape in the zone's ink."""
        side = current().px(3)
        box = QRectF(0, (self.height() - side) / 2, side, side)
        ink = QColor(current().palette.zones[self._zone].ink)
        paint_shape(QPainter(self), self._zone, box, ink)


class AlertPanel(QFrame):
    """One alert; `chosen` tells that the actions are about this one from now on.

    `why_wanted` carries the alert to be explained, `reading_wanted` the reading to be looked at.
    """

    chosen = Signal(str)
    why_wanted = Signal(str)
    reading_wanted = Signal(str)

    def __init__(self, box: AlertBox, now: int, hours: Hours) -> None:
        super().__init__()
        self.alert = box
        self._hours = hours
        self._age = label(age_words(box, hours, now), "muted")
        self._age.setObjectName("alert_age")
        self._zone = _ZONES[box.level]
        self._is_chosen = False
        self.setObjectName(f"alert_{self._zone}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(said(box, now))
        theme = current()
        self._row = QHBoxLayout(self)
        side = theme.px(3)
        self._row.setContentsMargins(side, theme.px(2), side, theme.px(2))
        self._row.setSpacing(side)
        self._row.addWidget(self._why(now), 5)
        self._step: QWidget | None = None
        if box.step is not None:
            self._step = _Step(box.step, self._zone)
            self._row.addWidget(self._step, 6)

    def show_age(self, now: int) -> None:
        """Counts the age from another moment (UTC ms)."""
        words = age_words(self.alert, self._hours, now)
        if words != self._age.text():
            self._age.setText(words)

    def set_chosen(self, chosen: bool) -> None:
        """Marks the alert that the actions are about, where there is more than one."""
        self._is_chosen = chosen
        self.update()

    def resizeEvent(self, event: QEvent) -> None:
        """Lets the plan's step stand below where there is no room beside."""
        narrow = self.width() < current().px(_NARROW)
        direction = QHBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses this alert."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard's choice is a choice as well."""
        super().focusInEvent(event)
        self.chosen.emit(self.alert.id)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Takes the ring away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the zone's ground and edge, thicker where it is chosen."""
        theme = current()
        zone = theme.palette.zones[self._zone]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = 2 if self._is_chosen or self.hasFocus() else 1
        painter.setPen(QPen(colour("focus") if self.hasFocus() else QColor(zone.edge), wide))
        painter.setBrush(QColor(zone.fill))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, theme.px(2), theme.px(2))

    def _why(self, now: int) -> QWidget:
        box, theme = self.alert, current()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(1))
        top = FlowLayout(gap=theme.px(1.5))
        top.addWidget(ZoneMark(self._zone))
        word = _inked(label(f"{level_word(box.level)}  {box.found}", "subheading"), self._zone)
        word.setObjectName("alert_found")
        top.addWidget(word)
        at = label(when(box.measured_at, now), "body")
        at.setMinimumHeight(line_height("subheading"))
        top.addWidget(at)
        self._age.setMinimumHeight(line_height("subheading"))
        top.addWidget(self._age)
        column.addLayout(top)
        parts = [box.sentence, box.plan]
        column.addWidget(label(" · ".join(part for part in parts if part), "body", wrap=True))
        if box.newest:
            newest = label(_capital(box.newest), "strong", wrap=True)
            newest.setObjectName("alert_newest")
            column.addWidget(newest)
        chips = alert_chips(box, now)
        if chips:
            flow = FlowLayout(gap=theme.px(1.5))
            for words, tone in chips:
                flow.addWidget(Chip(words, tone))
            column.addLayout(flow)
        for words in (_capital(box.pair), box.doubt):
            if words:
                column.addWidget(label(words, "body", wrap=True))
        column.addLayout(self._links())
        column.addStretch(1)
        return holder

    def _links(self) -> FlowLayout:
        """What leads on from the alert: why it came, and the reading that raised it."""
        flow = FlowLayout(gap=current().px(1.5))
        for words, key, name, signal, subject in (
            (tr("Why?"), WHY_KEY, "alert_why", self.why_wanted, self.alert.id),
            (
                tr("The reading …"),
                READING_KEY,
                "alert_reading",
                self.reading_wanted,
                self.alert.reading_id,
            ),
        ):
            made = button(words, kind="quiet")
            made.setProperty("dense", True)
            made.setObjectName(name)
            # The keys are the card's: there may be several alerts, and one of them is chosen.
            hint(made, f"{words} ({keys(key)})")
            made.clicked.connect(
                lambda _=False, signal=signal, subject=subject: signal.emit(subject)
            )
            flow.addWidget(made)
        return flow

    def _lead(self, signal: SignalInstance, subject: str, _checked: bool = False) -> None:
        signal.emit(subject)


class _Step(QWidget):
    """The plan's own words for one level."""

    def __init__(self, step: PlanStep, zone: str) -> None:
        super().__init__()
        self.setObjectName("plan_step")
        self._zone = zone
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(3), 0, 0, 0)
        column.setSpacing(theme.px(1))
        words = tr(_SAYS[step.level])
        if not step.approved:
            words = f"{words} ({tr('not approved')})"
        column.addWidget(label(words, "strong", wrap=True))
        lines = step.lines or (tr("The plan has nothing for this level."),)
        column.addWidget(label(" ".join(lines), "body", wrap=True))
        column.addStretch(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the line between the alert and the plan."""
        painter = QPainter(self)
        painter.setPen(QPen(QColor(current().palette.zones[self._zone].edge), 1))
        painter.setOpacity(0.4)
        painter.drawLine(0, 0, 0, self.height())


def age_words(box: AlertBox, hours: Hours, now: int) -> str:
    """How long it has waited in open hours, and since it was measured: 1 t åpningstid · 18 t."""
    waited = open_age(hours, box.arrived_at, now)
    real = now - box.measured_at
    words = tr("{age} in opening hours", age=duration(waited))
    return words if real < waited + _MINUTE_MS else f"{words} · {duration(real)}"


def alert_chips(box: AlertBox, now: int) -> list[tuple[str, str]]:
    """(words, tone) of what must be read beside the reason, and of who has taken it."""
    found = [(words, "warning") for words in box.marks]
    if box.left_out:
        found.append((box.out or tr("the reading does not count"), ""))
    if box.snoozed_until is not None:
        found.append((tr("put off until {time}", time=when(box.snoozed_until, now)), ""))
    if box.proposed:
        found.append((tr("back in green, may be closed"), ""))
    if box.waiting_until is not None:
        found.append((tr("waiting until {time}", time=when(box.waiting_until, now)), ""))
    if box.taken_by and not box.mine:
        at = clock_time(box.taken_at) if box.taken_at else ""
        found.append((tr("taken by {name} {time}", name=box.taken_by, time=at), "warning"))
    return found


def said(box: AlertBox, now: int) -> str:
    """What a screen reader says of an alert."""
    parts = [
        f"{level_word(box.level)}: {box.sentence}",
        when(box.measured_at, now),
        box.newest,
        *(words for words, _ in alert_chips(box, now)),
        box.pair,
        box.doubt,
    ]
    if box.step is not None:
        parts += [tr(_SAYS[box.step.level]), *box.step.lines]
    return " ".join(_sentence(part) for part in parts if part)


def _sentence(text: str) -> str:
    """The text as a sentence of its own: a capital first, and one full stop last."""
    return _capital(text) + ("" if text.endswith((".", "!", "?", ":")) else ".")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _inked(text: Label, zone: str) -> Label:
    """A label in a zone's ink."""
    text.setProperty("zone", zone)
    return text
