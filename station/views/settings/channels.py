"""Other services: what each takes, how it is reached, and whether it is switched on."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.formats import when
from station.core.i18n import ntr, tr
from station.core.trouble import Trouble
from station.services.channels.channels import ChannelIncomplete, Channels, ChannelView, FieldView
from station.services.office.office import OfficeFacts
from station.views.context import Context
from station.views.settings.section import (
    WIDEST,
    Section,
    Work,
    reveal,
    saved_words,
    side_by_side,
)
from station.views.steps import Steps, unless_written
from station.views.style import (
    Banner,
    Card,
    Field,
    appear,
    button,
    choice,
    current,
    field,
    heading,
    label,
    text_input,
)

_AT_FIELD = {
    "address_odd": "address",
    "address_http": "address",
    "address_person": "address",
    "proxy_odd": "proxy",
    "trust_missing": "trust",
    "pins_one": "pins",
    "pins_odd": "pins",
    "sync_client_missing": "client_id",
}


class ChannelsSection(Section):
    """A card for each service; its form is built when somebody sets it up."""

    def __init__(self, context: Context, facts: OfficeFacts) -> None:
        super().__init__(context, facts)
        self._cards: dict[str, ChannelCard] = {}
        self._service: Channels | None = getattr(context.station, "channels", None)
        about = tr(
            "Station can also send to national services and to the GP. Each is switched on by "
            "itself, and sends nothing from before it was switched on."
        )
        self.column.addWidget(label(about, "muted", wrap=True))
        self._room = QVBoxLayout()
        self._room.setSpacing(current().px(3))
        self.column.addLayout(self._room)
        self.column.addStretch(1)

    def opened(self) -> None:
        """Asks how each stands."""
        if self._service is not None:
            job = partial(self._service.listed, self.context.session)
            self.context.bridge.ask(self, job, self._show)

    def changed(self, changes: ChangeSet) -> None:
        """Takes in what was saved; a form that is open stays."""
        self.opened()

    def _show(self, views: tuple[ChannelView, ...]) -> None:
        if self._cards:
            for view in views:
                if view.name in self._cards:
                    self._cards[view.name].show_view(view)
            return
        Steps(self, [partial(self._add, view) for view in views])

    def _add(self, view: ChannelView) -> None:
        if self._service is None or view.name in self._cards:
            return
        card = ChannelCard(self.context, self._service, view)
        card.setMaximumWidth(current().px(WIDEST))
        self._cards[view.name] = card
        self._room.addWidget(card)


class ChannelCard(Card):
    """One service: what it takes in words, how it stands, and its form when it is set up."""

    def __init__(self, context: Context, service: Channels, view: ChannelView) -> None:
        super().__init__()
        self._context, self._service, self._view = context, service, view
        self.setObjectName(f"channel_{view.name}")
        self.body.setSpacing(current().px(2))
        self.body.addWidget(heading(view.title, "subheading", wrap=True))
        for words in (view.sends, view.lacks, view.proven):
            if words:
                self.body.addWidget(label(words, "muted", wrap=True))
        self._standing = Banner("…", "info")
        self.body.addWidget(self._standing)
        self._set_up = button(tr("Set up …"))
        self._set_up.setObjectName(f"channel_set_up_{view.name}")
        self._set_up.clicked.connect(lambda _checked=False: self.set_up())
        self._switch = button(tr("Switch on"))
        self._switch.setObjectName(f"channel_switch_{view.name}")
        self._switch.clicked.connect(lambda _checked=False: self._turn())
        self.body.addLayout(side_by_side(self._set_up, self._switch, end=True))
        self._form: ChannelForm | None = None
        self._work = Work(context, f"channel_work_{view.name}")
        self.body.addWidget(self._work)
        self.show_view(view)

    def show_view(self, view: ChannelView) -> None:
        """Shows how it stands now."""
        self._view = view
        words, tone = self._stands(view)
        self._standing.show_text(words, tone)
        self._switch.set_words(tr("Switch off") if view.enabled else tr("Switch on"))
        self._switch.setEnabled(view.enabled or view.ready)

    def set_up(self) -> None:
        """Opens the form, or closes it."""
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
            self._form = None
            self._set_up.set_words(tr("Set up …"))
            return
        self._form = form = ChannelForm(self._view)
        form.saved.connect(self._save)
        self._set_up.set_words(tr("Close the form"))
        self.body.addWidget(form)
        steps = [partial(form.add, each) for each in self._view.fields]
        Steps(form, [*steps, form.finish, partial(unless_written, form, form.begin)])

    def _stands(self, view: ChannelView) -> tuple[str, str]:
        if not view.enabled:
            said = tr("Switched off.")
            wanted = "" if view.ready else tr("Set it up before you switch it on.")
            return f"{said} {wanted}".strip(), "info"
        parts = [tr("Switched on.")]
        if view.sent_at is not None:
            time = when(view.sent_at, self._context.clock.now())
            parts.append(tr("Everything was last delivered {time}.", time=time))
        if view.waiting:
            parts.append(ntr("{n} waits.", "{n} wait.", view.waiting))
        if view.paused:
            parts.append(ntr("{n} may not be sent.", "{n} may not be sent.", view.paused))
        if view.person:
            parts.append(ntr("{n} waits for somebody.", "{n} wait for somebody.", view.person))
        return " ".join(parts), "warning" if view.person else "info"

    def _turn(self) -> None:
        on = not self._view.enabled
        job = partial(self._service.switch, self._context.session, self._view.name, on=on)
        words = tr("Switching on …") if on else tr("Switching off …")
        self._work.run(words, job, self.show_view)

    def _save(self, values: Mapping[str, str]) -> None:
        job = partial(self._service.save, self._context.session, self._view.name, values)
        self._work.run(tr("Saving …"), job, self._saved, self._refused)

    def _saved(self, view: ChannelView) -> None:
        self.show_view(view)
        if self._form is not None:
            self.set_up()
        self._context.toast(saved_words())

    def _refused(self, trouble: Trouble) -> None:
        self._work.say(trouble.sentence(), "danger")
        if self._form is None:
            return
        if isinstance(trouble, ChannelIncomplete):
            self._form.show_problems({key: tr(each) for key, each in trouble.problems.items()})
        else:
            key = _AT_FIELD.get(trouble.code, "")
            self._form.show_problems({key: trouble.sentence()})


class ChannelForm(QWidget):
    """The fields of one service, as they are described; `saved` carries the values by name."""

    saved = Signal(object)

    def __init__(self, view: ChannelView) -> None:
        super().__init__()
        self.setObjectName(f"channel_form_{view.name}")
        self._name = view.name
        self._views: dict[str, FieldView] = {}
        self._fields: dict[str, Field] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current().px(3))

    def add(self, view: FieldView) -> None:
        """Adds a field."""
        editor = self._editor(view)
        editor.setObjectName(f"channel_{self._name}_{view.name}")
        made = field(view.label, editor, view.help)
        self._views[view.name], self._fields[view.name] = view, made
        self._column.addWidget(made)
        self._turn()

    def finish(self) -> None:
        """Ends the form with its verb."""
        save = button(tr("Save"), primary=True)
        save.setObjectName(f"channel_save_{self._name}")
        save.clicked.connect(lambda _checked=False: self.saved.emit(self.values()))
        self._column.addLayout(side_by_side(save, end=True))

    def begin(self) -> None:
        """Puts the keyboard on the first field and scrolls to the form, which opens below."""
        first = next(iter(self._fields.values()), None)
        if first is not None:
            first.editor.setFocus()
            reveal(self)
            reveal(first)

    def values(self) -> dict[str, str]:
        """What stands in the fields that are asked for."""
        return {name: self._value(name) for name in self._fields if self._asked(name)}

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Shows each sentence under its field, and goes to the first."""
        for name, each in self._fields.items():
            each.set_wrong(problems.get(name, ""))
        wrong = next((self._fields[name] for name in self._fields if name in problems), None)
        if wrong is not None:
            wrong.editor.setFocus()

    def _editor(self, view: FieldView) -> QWidget:
        if not view.choices:
            made = text_input(longest=1000)
            made.setText(view.value)
            return made
        drop = choice(*((words, value) for value, words in view.choices))
        drop.setCurrentIndex(max(0, drop.findData(view.value)))
        drop.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        drop.setMinimumContentsLength(16)
        drop.currentIndexChanged.connect(lambda _at: self._turn())
        return drop

    def _value(self, name: str) -> str:
        editor = self._fields[name].editor
        if isinstance(editor, QComboBox):
            return str(editor.currentData())
        return editor.text().strip() if isinstance(editor, QLineEdit) else ""

    def _asked(self, name: str) -> bool:
        other, wanted = self._views[name].only
        return not other or (other in self._fields and self._value(other) in wanted)

    def _turn(self) -> None:
        for name, each in self._fields.items():
            appear(each, shown=self._asked(name))
