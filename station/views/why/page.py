"""The page that tells why a reading alerted or did not: rules, numbers, and what held back."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.formats import when
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.why.explaining import Explained, RuleLine
from station.views.context import Context
from station.views.page import Page
from station.views.stage import Stage
from station.views.steps import Steps
from station.views.style import (
    Banner,
    Card,
    EmptyState,
    StateView,
    button,
    current,
    heading,
    label,
    scrolled,
)
from station.views.why.lines import RuleRow, told_words

_TOPICS = frozenset({"readings", "alerts", "plans"})


class WhyPage(Page):
    """Opened for «alert/id/from» or «reading/id/from»; Esc goes back to where it came from."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._what, self._subject, self._from = "", "", "today"
        self._patient = ""
        self.found: Explained | None = None
        self.area: QScrollArea | None = None
        self._steps = Steps(self)
        column = QVBoxLayout(self)
        side = current().px(3)
        column.setContentsMargins(side, side, side, side)
        self._stage = Stage(context.bridge, self, column)
        back = QShortcut(QKeySequence("Esc"), self)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self._leave)

    def opened(self, subject: str | None) -> None:
        """Asks for the explanation of what the page is opened for."""
        if not subject:
            if self.found is None:
                self._say(tr("Nothing is chosen to be explained"))
            return
        parts = [*subject.split("/"), "", ""]
        self._what, self._subject, self._from = parts[0], parts[1], parts[2] or "today"
        self.found = None
        self._put(StateView("loading"))
        self._ask()

    def changed(self, changes: ChangeSet) -> None:
        """Tells it anew when something about the patient was saved."""
        mine = self._patient in changes.patients or not changes.patients
        if self.found is not None and mine and changes.topics & _TOPICS:
            self._ask()

    def _ask(self) -> None:
        explaining, session = self.context.station.explaining, self.context.session
        ask = explaining.alert if self._what == "alert" else explaining.reading
        subject = self._subject
        self.context.bridge.ask(
            self,
            partial(ask, session, subject),
            lambda found: self._show(found, subject),
            self._failed,
        )

    def _failed(self, trouble: Trouble) -> None:
        self.found = None
        self._say(trouble.sentence())

    def _say(self, words: str) -> None:
        empty = EmptyState(words, "")
        empty.add_action(tr("To the patients of today"), self._leave, primary=True)
        self._put(empty)

    def _leave(self) -> None:
        self.context.go(self._from, self._patient or None)

    # ------------------------------------------------------------------------------- showing

    def _show(self, found: Explained, subject: str) -> None:
        if subject != self._subject:
            return
        self.found, self._patient = found, found.patient_id
        self._steps.drop()
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(3))
        column.addWidget(self._head(found))
        rules = Card()
        rules.setObjectName("why_rules")
        rules.body.addWidget(heading(tr("The rules that were tried"), "subheading"))
        column.addWidget(rules)
        column.addWidget(_foot(found))
        column.addStretch(1)
        self.area = scrolled(whole)
        self.area.setObjectName("why_area")
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(f"{tr('Why?')} {found.line.text}. {found.summary}")
        if not found.rules:
            rules.body.addWidget(label(tr("No rule could be tried."), "muted"))
        self._stage.put(self.area, partial(self._begin, self.area, rules, found))

    def _begin(self, area: QScrollArea, rules: Card, found: Explained) -> None:
        area.setFocus()
        # A line for each turn, so that the window never stands still.
        self._steps.add(*(partial(_add_rule, rules, rule) for rule in found.rules))

    def _head(self, found: Explained) -> Card:
        card = Card()
        card.setObjectName("why_head")
        top = QHBoxLayout()
        top.setSpacing(current().px(4))
        top.addWidget(heading(found.name, "heading"))
        top.addWidget(label(found.born, "subheading"), 1)
        back = button(tr("Back"), "Alt+Left", kind="quiet", icon="back")
        back.setObjectName("why_back")
        back.clicked.connect(lambda _checked=False: self._leave())
        top.addWidget(back)
        card.body.addLayout(top)
        line = found.line
        measured = when(line.taken_at, found.now)
        reading = heading(f"{line.text} · {measured}", "heading", wrap=True)
        reading.setObjectName("why_reading")
        card.body.addWidget(reading)
        if found.arrived_at - line.taken_at > 60_000:
            came = tr("It came in {time}.", time=when(found.arrived_at, found.now))
            card.body.addWidget(label(came, "muted"))
        summary = label(found.summary, "strong", wrap=True)
        summary.setObjectName("why_summary")
        card.body.addWidget(summary)
        for told in found.told:
            card.body.addWidget(label(told_words(told), wrap=True))
        for words in (found.plan, line.pair[:1].upper() + line.pair[1:], line.doubt):
            if words:
                card.body.addWidget(label(words, wrap=True))
        for words in found.rests:
            card.body.addWidget(Banner(words, "info"))
        return card

    def _put(self, widget: QWidget) -> None:
        self._stage.put_at_once(widget)


def _add_rule(card: Card, rule: RuleLine) -> None:
    card.body.addWidget(RuleRow(rule))


def _foot(found: Explained) -> Card:
    """What it would have taken, and what never decides."""
    card = Card()
    card.setObjectName("why_foot")
    if found.nearest:
        card.body.addWidget(heading(tr("What it takes"), "subheading"))
        for words in found.nearest:
            card.body.addWidget(label(words, wrap=True))
    words = tr("Opening hours do not decide: every reading is judged when it comes in.")
    card.body.addWidget(label(words, "muted", wrap=True))
    return card
