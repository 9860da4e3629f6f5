"""What is written about a device: names and values in groups, only those that there are."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from station.core.formats import day
from station.core.i18n import tr
from station.services.equipment.meter_models import known_model
from station.services.equipment.money import kroner
from station.services.equipment.values import DeviceRow
from station.views.equipment.words import battery_words, contact_words
from station.views.style import current, heading, label

Fact = tuple[str, str]
_LARGE = 1.5
"""From this scale on the groups stand under each other."""


class Facts(QWidget):
    """One group of facts below its heading."""

    def __init__(self, name: str, title: str, facts: Sequence[Fact]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(1))
        column.addWidget(heading(title, "subheading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(3))
        grid.setVerticalSpacing(theme.px(1))
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addStretch(1)
        top = Qt.AlignmentFlag.AlignTop
        for at, (named, text) in enumerate(facts):
            grid.addWidget(label(named, "muted"), at, 0, top)
            value = label(text, "body", wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(value, at, 1)


class FactGroups(QWidget):
    """Groups of facts in two columns; under each other where all text is large."""

    def __init__(self) -> None:
        super().__init__()
        theme = current()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(6))
        self._grid.setVerticalSpacing(theme.px(3))
        self._columns = 1 if theme.scale >= _LARGE else 2
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 1)

    def add(self, group: Facts) -> None:
        """Puts a group where there is room next."""
        at = self._grid.count()
        self._grid.addWidget(group, at // self._columns, at % self._columns)


def what_facts(row: DeviceRow) -> list[Fact]:
    """What it is: number, make, and how it is found."""
    known = known_model(row.model)
    address = row.address
    if not address and row.kind != "tablet" and known is not None:
        address = tr("Not known before it is paired")
    return _there(
        (tr("Label"), row.label),
        (tr("Serial number"), row.serial),
        (tr("Maker and model"), known.title if known else made_by(row)),
        (tr("Telephone number"), row.phone),
        (tr("Bluetooth address"), address),
        (tr("Software"), row.firmware),
        (tr("Note"), row.note),
    )


def state_facts(row: DeviceRow, now: int) -> list[Fact]:
    """How it is, and where it belongs."""
    return _there(
        (tr("Condition"), row.condition_words),
        (tr("Where it is"), row.place),
        (tr("Kit"), row.kit),
        (tr("Battery"), battery_words(row, now)),
        (tr("The device's clock"), row.clock),
        (tr("Last contact"), contact_words(row, now)),
    )


def money_facts(row: DeviceRow) -> list[Fact]:
    """Whose it is, what it cost, and the days that are to be kept."""
    return _there(
        (tr("Owner"), row.owner or tr("The municipality")),
        (tr("Bought"), day_words(row.bought_on)),
        (tr("Price"), kroner(row.price_ore) if row.price_ore is not None else ""),
        (tr("Warranty until"), day_words(row.warranty_until)),
        (tr("Calibration due"), day_words(row.calibration_due)),
        (tr("New battery due"), day_words(row.battery_due)),
    )


def made_by(row: DeviceRow) -> str:
    """Maker and model as somebody wrote them."""
    return " ".join(part for part in (row.maker, row.model) if part)


def day_words(iso: str | None) -> str:
    """A day as it is written, "" for none."""
    return day(date.fromisoformat(iso)) if iso else ""


def _there(*facts: Fact) -> list[Fact]:
    return [(name, text) for name, text in facts if text]
