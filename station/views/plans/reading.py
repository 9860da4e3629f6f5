"""A version as it is read on the screen: goal, zones, limits in words, and what is agreed."""

from functools import partial

from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station.core.formats import day
from station.core.i18n import N_, tr
from station.rules.guardrails import limits_of
from station.rules.limits import Level
from station.rules.plans import Line, LineState, PlanContent, Section, Zone
from station.rules.wording import (
    component_name,
    green_phrase,
    limit_sentence,
)
from station.rules.wording_rules import rule_sentence
from station.services.plans.values import VersionRow, decision_words
from station.services.prints.plan_sheet import schedule_text
from station.views.plans.lines import ZONE_OF
from station.views.plans.words import shown_day
from station.views.steps import Steps
from station.views.style import ZoneBadge, current, label

_FEELINGS = {
    Level.GREEN: N_("This is how I am when I am well"),
    Level.YELLOW: N_("I am worse than usual"),
    Level.RED: N_("I need help now"),
}


class ZonePanel(QFrame):
    """One zone with its colour, shape and word at the left, signs and measures beside."""

    def __init__(self, zone: Zone, content: PlanContent) -> None:
        super().__init__()
        self._zone = ZONE_OF[zone.level]
        theme = current()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(4), theme.px(3), theme.px(4), theme.px(3))
        row.setSpacing(theme.px(4))
        tab = QVBoxLayout()
        tab.addWidget(ZoneBadge(self._zone))
        tab.addWidget(label(tr(_FEELINGS[zone.level]), "small", wrap=True))
        tab.addStretch(1)
        holder = QWidget()
        holder.setLayout(tab)
        holder.setFixedWidth(theme.px(30))
        tab.setContentsMargins(0, 0, 0, 0)
        row.addWidget(holder)
        signs = [*_texts(zone.signs), *limit_lines(content, zone.level)]
        titles = (tr("How I notice it"), tr("What I do"))
        for title, texts in zip(titles, (signs, _texts(zone.measures)), strict=True):
            row.addLayout(titled(title, texts), 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground and edge of the zone."""
        theme = current()
        colours = theme.palette.zones[self._zone]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.edge), 1.5))
        painter.setBrush(QColor(colours.fill))
        box = self.rect().toRectF().adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, theme.px(2), theme.px(2))


class VersionView(QWidget):
    """A whole version, read from the top downwards."""

    def __init__(self, row: VersionRow) -> None:
        super().__init__()
        self.setObjectName("plan_version")
        self._row, self._content = row, row.version.content
        theme = current()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.px(2), 0)
        column.setSpacing(theme.px(2.5))
        goal = self._content.goal.strip() or tr("No goal written yet.")
        column.addLayout(titled(tr("My goal"), [goal]))
        self.setAccessibleName(tr("Version {number}", number=row.version.number))
        zones = [partial(self._zone, zone) for zone in self._content.zones]
        sections = [partial(self._section, part) for part in self._content.sections]
        self.steps = Steps(self, [*zones, self._treatment, *sections, self._agreed])

    def _zone(self, zone: Zone) -> None:
        self._column.addWidget(ZonePanel(zone, self._content))

    def _treatment(self) -> None:
        content, pair = self._content, self._pair()
        pair.addLayout(titled(tr("What prevents"), _texts(content.preventive)), 1)
        medicines = content.medication.strip() or tr("Nothing written.")
        pair.addLayout(titled(tr("Medicines when worse"), [medicines]), 1)

    def _section(self, part: Section) -> None:
        self._column.addLayout(titled(part.heading, _texts(part.lines)))

    def _agreed(self) -> None:
        content, pair = self._content, self._pair()
        agreed = [schedule_text(item) for item in content.schedule]
        agreed = agreed or [tr("No fixed measuring times.")]
        pair.addLayout(titled(tr("Measuring plan"), agreed), 1)
        pair.addLayout(titled(tr("Approval and review"), _formal(self._row, content)), 1)
        self._column.addStretch(1)

    def _pair(self) -> QHBoxLayout:
        pair = QHBoxLayout()
        pair.setSpacing(current().px(4))
        self._column.addLayout(pair)
        return pair


def limit_lines(content: PlanContent, level: Level) -> list[str]:
    """The limits and rules of a level as sentences, worded as on the print."""
    found = []
    limits = content.limits
    for component in dict.fromkeys(limit.component for limit in limits):
        name = component_name(component)
        if level is Level.GREEN:
            found.append(f"{name} {green_phrase(limits, component)}.")
            continue
        own = [limit for limit in limits_of(limits, component) if limit.level is level]
        found += [f"{name} {limit_sentence(limit)}." for limit in own]
    found += [f"{rule_sentence(rule)}." for rule in content.rules if rule.level is level]
    return found


def titled(title: str, texts: list[str]) -> QVBoxLayout:
    """A small heading with its lines."""
    column = QVBoxLayout()
    column.setSpacing(current().px(1))
    column.addWidget(label(title, "small-strong"))
    for text in texts or ["–"]:
        column.addWidget(label(text, "body", wrap=True))
    column.addStretch(1)
    return column


def _texts(lines: tuple[Line, ...]) -> list[str]:
    return [line.text for line in lines if line.state is not LineState.REMOVED]


def _formal(row: VersionRow, content: PlanContent) -> list[str]:
    version, found = row.version, []
    if version.approved_by:
        on = shown_day(version.approved_on)
        found.append(decision_words(version.approved_by, on, version.channel))
    if row.registered_at is not None:
        found.append(
            tr("Registered {day} by {who}.", day=day(row.registered_at), who=row.registered_by)
        )
    if row.approval_note:
        found.append(row.approval_note)
    if content.origin:
        found.append(tr("Made by {who}.", who=content.origin))
    reviewed = shown_day(content.review_on)
    found.append(tr("To be reviewed {day}.", day=reviewed) if reviewed else tr("No review date."))
    return found
