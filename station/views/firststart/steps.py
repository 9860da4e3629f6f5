"""The questions of the first start, one step each."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from station.core.formats import weekday
from station.core.i18n import language, tr
from station.core.settings import Profile
from station.views.signin.secret import NewPassword
from station.views.style.controls import Field, field, text_input
from station.views.style.flow import FlowLayout
from station.views.style.inputs import check, choice
from station.views.style.text import label
from station.views.style.theme import current


class Step(QWidget):
    """One step: `complete` tells whether it can be left, `changed` that this may have changed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(current().px(4))

    def complete(self) -> bool:
        """Whether everything that is needed stands there."""
        return True

    def row(self, *fields: QWidget) -> None:
        """Places fields beside each other, equally wide."""
        line = QHBoxLayout()
        line.setSpacing(current().px(4))
        for part in fields:
            line.addWidget(part, 1)
        self.column.addLayout(line)

    def named(self, name: str, object_name: str, help_text: str = "", text: str = "") -> Field:
        """A text field that tells when it is typed in."""
        editor = text_input()
        editor.setObjectName(object_name)
        editor.setText(text)
        editor.textChanged.connect(lambda _: self.changed.emit())
        return field(name, editor, help_text)


class Municipality(Step):
    """The municipality's name, the service's name and telephone, and the language."""

    def __init__(self) -> None:
        super().__init__()
        self._name = self.named(tr("Municipality"), "municipality")
        self._service = self.named(
            tr("Name of the service"), "service", text=tr("Digital home follow-up")
        )
        self._phone = self.named(
            tr("Telephone of the service"),
            "phone",
            tr("Patients call this number. It stands large on every plan."),
        )
        self._language = choice(("Bokmål", "nb"), ("Nynorsk", "nn"), ("English", "en"))
        self._language.setCurrentIndex(self._language.findData(language()))
        self._language.setObjectName("language")
        language_field = field(tr("Language of the municipality"), self._language)
        self.column.addWidget(self._name)
        self.column.addWidget(self._service)
        self.row(self._phone, language_field)

    def complete(self) -> bool:
        """A municipality has a name, and somebody answers the telephone."""
        return bool(_text(self._name)) and bool(_text(self._phone))

    @property
    def values(self) -> tuple[str, str, str, str]:
        """Name, service name, telephone, language."""
        return (
            _text(self._name),
            _text(self._service),
            _text(self._phone),
            str(self._language.currentData()),
        )


class Hours(Step):
    """When somebody watches, and whom to call otherwise."""

    def __init__(self) -> None:
        super().__init__()
        times = [f"{hour:02}:{minute:02}" for hour in range(6, 23) for minute in (0, 30)]
        self._from = choice(*((time, time) for time in times))
        self._to = choice(*((time, time) for time in times))
        self._from.setCurrentText("09:00")
        self._to.setCurrentText("15:00")
        for editor, name in ((self._from, "open_from"), (self._to, "open_to")):
            editor.setObjectName(name)
            editor.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._days: list[QCheckBox] = []
        self._out = self.named(tr("Out-of-hours service"), "out_of_hours", text="116117")
        self._urgent = self.named(tr("Danger to life"), "emergency", text="113")
        self._close = field(tr("Closes"), self._to)
        self.row(field(tr("Opens"), self._from), self._close)
        self.column.addWidget(label(tr("Days"), "strong"))
        self.column.addLayout(self._week())
        self.row(self._out, self._urgent)
        self.column.addWidget(
            label(
                tr(
                    "Nobody watches outside these hours. Patients read it on their plan "
                    "with the two numbers."
                ),
                "muted",
                wrap=True,
            )
        )

    def complete(self) -> bool:
        """A day opens before it closes, and there is a day."""
        right = self._from.currentIndex() < self._to.currentIndex()
        self._close.set_wrong("" if right else tr("Choose a time after opening."))
        return right and bool(self.days) and bool(_text(self._out)) and bool(_text(self._urgent))

    @property
    def days(self) -> tuple[int, ...]:
        """The open weekdays, 0 is Monday."""
        return tuple(number for number, box in enumerate(self._days) if box.isChecked())

    def profile(self, first: tuple[str, str, str, str]) -> Profile:
        """The whole profile, with what the step before told."""
        name, service, phone, spoken = first
        return Profile(
            name=name,
            language=spoken,
            open_from=str(self._from.currentData()),
            open_to=str(self._to.currentData()),
            open_weekdays=self.days,
            phone=phone,
            out_of_hours_phone=_text(self._out),
            emergency_phone=_text(self._urgent),
            service_name=service,
        )

    def _week(self) -> FlowLayout:
        flow = FlowLayout(gap=current().px(3))
        for number in range(7):
            box = check(weekday(number), checked=number < 5)
            box.setObjectName(f"weekday_{number}")
            box.toggled.connect(lambda _: self.changed.emit())
            self._days.append(box)
            flow.addWidget(box)
        return flow


class FirstPerson(Step):
    """Who she is, and her password."""

    def __init__(self) -> None:
        super().__init__()
        self._name = self.named(tr("Your name"), "name")
        self._initials = self.named(
            tr("Initials"), "initials", tr("Shown where others see that you have a patient open.")
        )
        self.secret = NewPassword()
        self.secret.changed.connect(self.changed)
        _editor(self._name).textChanged.connect(self._suggest)
        self.row(self._name, self._initials)
        self.column.addWidget(self.secret)

    def complete(self) -> bool:
        """Name, initials and a password that stands."""
        return bool(self.name and self.initials and self.secret.password)

    @property
    def name(self) -> str:
        """Her name."""
        return _text(self._name)

    @property
    def initials(self) -> str:
        """Her initials."""
        return _text(self._initials)

    def _suggest(self, name: str) -> None:
        editor = _editor(self._initials)
        if not editor.isModified():
            editor.setText("".join(word[0] for word in name.split())[:4].upper())


def _editor(named: Field) -> QLineEdit:
    editor = named.editor
    if not isinstance(editor, QLineEdit):
        raise TypeError("a text field has a one-line editor")
    return editor


def _text(named: Field) -> str:
    return _editor(named).text().strip()
