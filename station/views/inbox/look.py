"""A file before it is read in: its first rows, what they would become, and what must be chosen."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.readings.import_words import (
    ORDER_WORDS,
    Becomes,
    DateOrder,
    becomes,
    file_facts,
    value_columns,
)
from station.services.readings.importing import ImportProfile, Preview, label_of
from station.views.inbox.tables import Rows, fit, table
from station.views.inbox.words import ZONES
from station.views.style import (
    Banner,
    Card,
    ElidedLabel,
    Field,
    button,
    choice,
    current,
    field,
    heading,
    label,
    scrolled,
)

_SIGNS = ("auto", ",", ".")


class LookPanel(QWidget):
    """`changed` carries the ImportProfile to look with, `wanted` the one to read with.

    `left` says that another file is to be chosen.
    """

    changed = Signal(object)
    wanted = Signal(object)
    left = Signal()

    def __init__(
        self,
        preview: Preview,
        profiles: Sequence[ImportProfile],
        *,
        units: Sequence[str] = (),
        assumed_zone: bool = False,
    ) -> None:
        super().__init__()
        self._units = preview.units or tuple(units)
        self._unit: QComboBox | None = None
        self._assumed_zone = assumed_zone
        self._preview = preview
        self._profiles = {profile.name: profile for profile in profiles}
        self._decimals: dict[str, QComboBox] = {}
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        column.addWidget(self._head())
        row = QHBoxLayout()
        row.setSpacing(theme.px(3))
        choices, rows = Card(), Card()
        choices.setFixedWidth(theme.px(80))
        row.addWidget(choices)
        row.addWidget(rows, 1)
        column.addLayout(row, 1)
        self._first: QWidget | None = None
        choices.body.addWidget(scrolled(self._choices()))
        self._rows = rows

    def parts(self) -> list[Callable[[], object]]:
        """What it is built of, each in a turn of its own before it is shown."""
        return [
            *(partial(self._add_choice, make) for make in self._makers()),
            partial(self._fill_rows, self._rows),
            partial(self._add_table, self._rows),
        ]

    def begin(self) -> None:
        """Puts the cursor on the first thing to choose, or on the verb."""
        (self._first or self._verb).setFocus()

    # ------------------------------------------------------------------------------------- layout

    def _head(self) -> Card:
        card = Card(3)
        row = QHBoxLayout()
        row.setSpacing(current().px(3))
        names = QVBoxLayout()
        names.addWidget(ElidedLabel(self._preview.name, "heading"))
        names.addWidget(ElidedLabel(file_facts(self._preview), "muted"))
        row.addLayout(names, 1)
        other = button(tr("Another file"), "Esc")
        other.setObjectName("import_other")
        other.clicked.connect(lambda _checked=False: self.left.emit())
        self._verb = button(tr("Read the file"), "Ctrl+Return", primary=True)
        self._verb.setObjectName("import_read")
        self._verb.setEnabled(not self._preview.missing)
        self._verb.clicked.connect(lambda _checked=False: self.wanted.emit(self._preview.profile))
        row.addWidget(other)
        row.addWidget(self._verb)
        card.body.addLayout(row)
        return card

    def _choices(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, current().px(2), 0)
        column.setSpacing(current().px(3))
        column.addWidget(heading(tr("How the file is read"), "subheading"))
        column.addStretch(1)
        self._chosen = column
        return whole

    def _add_choice(self, make: Callable[[], Field]) -> None:
        self._chosen.insertWidget(self._chosen.count() - 1, make())

    def _makers(self) -> list[Callable[[], Field]]:
        profile = self._preview.profile
        makers: list[Callable[[], Field]] = [self._profile_field]
        if profile is None:
            return makers
        makers.append(partial(self._zone_field, profile))
        if self._units:
            makers.append(self._unit_field)
        makers.append(partial(self._order_field, profile))
        columns = value_columns(self._preview, profile)
        return makers + [partial(self._decimal_field, column.name) for column in columns]

    def _profile_field(self) -> Field:
        likely = [guess.profile for guess in self._preview.guesses]
        names = {profile.name for profile in likely}
        rest = [each for name, each in self._profiles.items() if name not in names]
        self._profile = choice((tr("Choose …"), ""))
        for each in (*likely, *rest):
            words = label_of(each)
            fits = tr("{profile} (fits)", profile=words)
            self._profile.addItem(fits if each.name in names else words, each.name)
        chosen = self._preview.profile
        self._profile.setCurrentIndex(
            max(0, self._profile.findData(chosen.name)) if chosen is not None else 0
        )
        self._profile.activated.connect(lambda _at: self._other_profile())
        return self._named("profile", tr("Kind of file"), self._profile)

    def _zone_field(self, profile: ImportProfile) -> Field:
        self._zone = choice((tr("Choose …"), ""))
        for name, words in ZONES:
            self._zone.addItem(tr(words), name)
        if profile.zone and self._zone.findData(profile.zone) < 0:
            self._zone.addItem(profile.zone, profile.zone)
        self._zone.setCurrentIndex(max(0, self._zone.findData(profile.zone)))
        self._zone.activated.connect(lambda _at: self._choose())
        made = self._named("zone", tr("The clock of the device shows"), self._zone)
        if self._assumed_zone:
            made.set_help(tr("The file does not say. Norwegian time is proposed: check it."))
        return made

    def _unit_field(self) -> Field:
        made = choice((tr("Choose …"), ""), *((tr(unit), unit) for unit in self._units))
        profile = self._preview.profile
        chosen = [each.unit for each in profile.values if each.unit] if profile else []
        made.setCurrentIndex(max(0, made.findData(chosen[0])) if chosen else 0)
        made.activated.connect(lambda _at: self._choose())
        self._unit = made
        return self._named("unit", tr("Unit of the values"), made)

    def _order_field(self, profile: ImportProfile) -> Field:
        self._order = choice(*((tr(words), order) for order, words in ORDER_WORDS.items()))
        self._order.setCurrentIndex(max(0, self._order.findData(profile.date_order)))
        self._order.activated.connect(lambda _at: self._choose())
        made = self._named("date_order", tr("Dates"), self._order)
        if self._preview.order is not None and profile.date_order is DateOrder.AUTO:
            proved = tr(ORDER_WORDS[self._preview.order])
            made.set_help(tr("The dates prove: {order}", order=proved))
        return made

    def _decimal_field(self, name: str) -> Field:
        words = (tr("Comma or point"), tr("Comma"), tr("Point"))
        made = choice(*zip(words, _SIGNS, strict=True))
        made.setCurrentIndex(_SIGNS.index(self._sign_of(name)))
        made.activated.connect(lambda _at: self._choose())
        self._decimals[name] = made
        return self._named(f"decimal_{name}", tr("Decimal sign in «{column}»", column=name), made)

    def _named(self, key: str, words: str, editor: QComboBox) -> Field:
        editor.setObjectName(f"import_{key}")
        editor.setMinimumContentsLength(12)
        editor.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made = field(words, editor)
        if key in self._preview.missing:
            made.set_wrong(tr("Must be chosen before the file can be read."))
            self._first = self._first or editor
        return made

    def _fill_rows(self, card: Card) -> None:
        for trouble in self._preview.warnings:
            card.body.addWidget(Banner(trouble.sentence(), "warning"))
        card.body.addWidget(heading(tr("The first rows"), "subheading"))
        explained = tr("What each row would become stands first. Nothing is stored yet.")
        card.body.addWidget(label(explained, "muted", wrap=True))

    def _add_table(self, card: Card) -> None:
        rows, told = self._preview.rows, becomes(self._preview)
        model = Rows(self)
        names = (tr("Row"), tr("Becomes"), *(column.name for column in self._preview.columns))

        def text(row: int, at: int) -> str:
            number, cells = rows[row]
            if at == 0:
                return str(number)
            if at == 1:
                return told[number].words if number in told else "–"
            return cells[at - 2] if at - 2 < len(cells) else ""

        model.show_rows(names, len(rows), text, lambda row: _amber(told, rows[row][0]))
        view = table(tr("The first rows"), model)
        view.setObjectName("import_rows")
        fit(view, model)
        card.body.addWidget(view, 1)

    # ------------------------------------------------------------------------------------ choosing

    def _other_profile(self) -> None:
        chosen = self._profiles.get(str(self._profile.currentData()))
        if chosen is not None:
            self.changed.emit(chosen)

    def _choose(self) -> None:
        """Looks again with the profile as it is kept and all that is chosen now."""
        profile = self._preview.profile
        if profile is None:
            return
        base = self._profiles.get(profile.name, profile)
        decimals = {name: str(each.currentData()) for name, each in self._decimals.items()}
        self.changed.emit(
            base.with_choices(
                zone_name=str(self._zone.currentData()) or None,
                unit=str(self._unit.currentData() or "") or None if self._unit else None,
                date_order=self._order.currentData(),
                decimals=decimals,
            )
        )

    def _sign_of(self, name: str) -> str:
        profile = self._preview.profile
        plain = name.strip().casefold()
        if profile is not None:
            for column in profile.values:
                if plain in (each.casefold() for each in column.headers):
                    return column.decimal
        return "auto"


def _amber(told: Mapping[int, Becomes], number: int) -> bool:
    return number in told and told[number].refused
