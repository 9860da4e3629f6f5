"""The municipality: its name, hours and telephone numbers, as prints and the top show them."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from station.core.formats import weekday
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.office.office import OfficeFacts, OfficeIncomplete
from station.views.context import Context
from station.views.settings.section import LANGUAGES, Section, Work, saved_words, side_by_side
from station.views.style import (
    Banner,
    Field,
    FlowLayout,
    button,
    check,
    choice,
    current,
    field,
    label,
    text_input,
)


class MunicipalitySection(Section):
    """One form; saved it holds at once for everybody."""

    def __init__(self, context: Context, facts: OfficeFacts) -> None:
        super().__init__(context, facts)
        self._fields: dict[str, Field] = {}
        self._texts: dict[str, QLineEdit] = {}
        self._drops: dict[str, QComboBox] = {}
        self._days: list[QCheckBox] = []
        if "profile" in facts.unreadable:
            lost = tr("What was stored here cannot be read. Fill in the form and save it.")
            self.column.addWidget(Banner(lost, "danger"))
        self._about()
        self._hours()
        self._phones()
        save = button(tr("Save"), "Ctrl+S", primary=True)
        save.setObjectName("save_municipality")
        save.clicked.connect(lambda _checked=False: self.save())
        self.column.addLayout(side_by_side(save, end=True))
        self._work = Work(context, "municipality_work")
        self.column.addWidget(self._work)
        self.column.addStretch(1)

    def save(self) -> None:
        """Stores what stands in the form; what is wrong is said under its field."""
        values: dict[str, object] = {key: it.text().strip() for key, it in self._texts.items()}
        values |= {key: drop.currentData() for key, drop in self._drops.items()}
        values["open_weekdays"] = tuple(at for at, box in enumerate(self._days) if box.isChecked())
        office, session = self.context.station.office, self.context.session
        self._show_problems({})
        self._work.run(
            tr("Saving …"),
            lambda: office.change_profile(session, values),
            lambda different: self._saved(different=different),
            self._refused,
        )

    def _saved(self, *, different: bool) -> None:
        if different:
            self.context.toast(saved_words())
        else:
            self._work.say(tr("Nothing was different."), "info")

    def _refused(self, trouble: Trouble) -> None:
        self._work.say(trouble.sentence(), "danger")
        if isinstance(trouble, OfficeIncomplete):
            self._show_problems(trouble.problems)

    def _show_problems(self, problems: dict[str, str]) -> None:
        for key, each in self._fields.items():
            each.set_wrong(tr(problems.get(key, "")))
        self._no_day.setVisible("open_weekdays" in problems)
        wrong = next((self._fields[key] for key in self._fields if key in problems), None)
        if wrong is not None:
            wrong.editor.setFocus()

    def _about(self) -> None:
        card = self.card(tr("Municipality"))
        card.body.addWidget(self._text(tr("Name"), "name"))
        card.body.addWidget(self._text(tr("Name of the service"), "service_name"))
        language = self._drop(tr("Language of the municipality"), "language", LANGUAGES)
        card.body.addLayout(side_by_side(language, QWidget()))

    def _hours(self) -> None:
        card = self.card(
            tr("Opening hours"),
            tr("Nobody watches outside these hours. Plans and prints say so."),
        )
        profile = self.facts.profile
        half = {f"{at // 2:02}:{at % 2 * 30:02}" for at in range(48)} | {"24:00"}
        times = sorted(half | {profile.open_from, profile.open_to})
        options = tuple((time, time) for time in times)
        opens = self._drop(tr("Opens"), "open_from", options)
        closes = self._drop(tr("Closes"), "open_to", options)
        card.body.addLayout(side_by_side(opens, closes))
        card.body.addWidget(label(tr("Days"), "strong"))
        flow = FlowLayout(gap=current().px(3))
        for at in range(7):
            box = check(weekday(at), checked=at in profile.open_weekdays)
            box.setObjectName(f"weekday_{at}")
            self._days.append(box)
            flow.addWidget(box)
        card.body.addLayout(flow)
        self._no_day = label(tr("Choose at least one day."), "error")
        self._no_day.hide()
        card.body.addWidget(self._no_day)

    def _phones(self) -> None:
        card = self.card(tr("Telephone"), tr("They stand large on every plan."))
        card.body.addWidget(self._text(tr("Telephone of the service"), "phone"))
        out = self._text(tr("Out-of-hours service"), "out_of_hours_phone")
        urgent = self._text(tr("Danger to life"), "emergency_phone")
        card.body.addLayout(side_by_side(out, urgent))

    def _text(self, words: str, key: str) -> Field:
        editor = text_input(longest=120)
        editor.setObjectName(f"profile_{key}")
        editor.setText(str(getattr(self.facts.profile, key)))
        self._texts[key] = editor
        self._fields[key] = field(words, editor)
        return self._fields[key]

    def _drop(self, words: str, key: str, options: tuple[tuple[str, str], ...]) -> Field:
        drop = choice(*options)
        drop.setObjectName(f"profile_{key}")
        drop.setCurrentIndex(drop.findData(getattr(self.facts.profile, key)))
        self._drops[key] = drop
        self._fields[key] = field(words, drop)
        return self._fields[key]
