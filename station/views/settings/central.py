"""The central service: on and off, where it is, how to sign in, the key, and a test of it all."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from station.core.bus import ChangeSet
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.office.office import OfficeFacts
from station.services.sync.setup import ChannelSettings
from station.services.sync.values import CENTRE, ChannelStatus, Standing, Status
from station.views.context import Context
from station.views.settings import central_asking as asking
from station.views.settings.central_key import KeyCard
from station.views.settings.central_test import TestCard
from station.views.settings.section import (
    WIDEST,
    Section,
    Work,
    reveal,
    saved_words,
    side_by_side,
)
from station.views.steps import Steps
from station.views.style import (
    Banner,
    Card,
    Field,
    appear,
    button,
    choice,
    current,
    field,
    label,
    note_input,
    text_input,
)

AT_FIELD: Final = {
    "address_odd": "address",
    "address_http": "address",
    "address_person": "address",
    "sign_in_missing": "sign_in",
    "sync_sign_in_odd": "sign_in",
    "sync_client_missing": "client_id",
    "pins_one": "pins",
    "pins_odd": "pins",
    "proxy_odd": "proxy",
    "trust_missing": "trust",
    "sync_not_set_up": "address",
}
"""At which field a refusal is shown."""
_WITH_KEY = ("client_id", "token_url", "scope", "audience")
_SYSTEM = "system"


class CentralSection(Section):
    """Four cards; nothing is shared before somebody presses the button in the first."""

    def __init__(self, context: Context, facts: OfficeFacts) -> None:
        super().__init__(context, facts)
        self._fields: dict[str, Field] = {}
        self._texts: dict[str, QLineEdit] = {}
        self._stored = ChannelSettings()
        self._on = self._known = False
        self.key_card: KeyCard | None = None
        self.test_card: TestCard | None = None
        self._steps = Steps(
            self, (self._state, self._place, self._network, self._key, self._test, self._look)
        )

    def opened(self) -> None:
        """Asks how it is set up and how it stands."""
        if not self._steps.waiting:
            self._look()

    def changed(self, changes: ChangeSet) -> None:
        """Takes in that it was switched on or off; what is being written stays."""
        if not self._steps.waiting:
            self._look_at_state()

    def save(self) -> None:
        """Stores what stands in the form; what is wrong is said under its field."""
        setup, session = asking.setup(self.context.station), self.context.session
        if setup is None:
            return
        wanted = self._written()
        self._show_problem("", "")
        self._work.run(
            tr("Saving …"), lambda: setup.keep(session, wanted), self._saved, self._refused
        )

    # ---------------------------------------------------------------------------------- state

    def _state(self) -> None:
        card = self.card(
            tr("Share with other stations"),
            tr(
                "With a central service several stations work with the same patients. Everything "
                "is stored on this PC first, so you can go on working without a network. Nothing "
                "goes there before you switch it on."
            ),
        )
        self._standing = Banner("…", "info")
        self._standing.setObjectName("central_standing")
        card.body.addWidget(self._standing)
        self._believed = label("", "muted", wrap=True)
        self._believed.setObjectName("central_believed")
        self._believed.hide()
        card.body.addWidget(self._believed)
        self._switch = button(tr("Switch on"), primary=True)
        self._switch.setObjectName("central_switch")
        self._switch.clicked.connect(lambda _checked=False: self._turn())
        # Until it is known how it stands, nobody knows what pressing it would do.
        self._switch.setEnabled(False)
        card.body.addLayout(side_by_side(self._switch, end=True))
        self._switching = Work(self.context, "central_switching")
        card.body.addWidget(self._switching)

    def _turn(self) -> None:
        setup, session = asking.setup(self.context.station), self.context.session
        if setup is None:
            return
        act = setup.switch_off if self._on else setup.switch_on
        words = tr("Switching off …") if self._on else tr("Switching on …")
        self._switching.run(
            words, partial(act, session), lambda _none: self._look_at_state(), self._not_switched
        )

    def _not_switched(self, trouble: Trouble) -> None:
        self._switching.say(trouble.sentence(), "danger")
        self._show_problem(AT_FIELD.get(trouble.code, ""), trouble.sentence())

    def _look_at_state(self) -> None:
        context = self.context
        job = partial(asking.status, context.station, context.session)
        context.bridge.ask(self, job, self._show_state)

    def _show_state(self, status: Status | None) -> None:
        channels = status.channels if status is not None else ()
        centre = next((each for each in channels if each.name == CENTRE), None)
        self._on = centre is not None and centre.standing is not Standing.OFF
        words, tone = _standing_words(centre)
        self._standing.show_text(words, tone)
        believed = status.believed if status is not None else ""
        self._believed.setText(believed)
        self._believed.setVisible(bool(believed))
        self._switch.set_words(tr("Switch off") if self._on else tr("Switch on"))
        self._switch.setEnabled(True)
        kind = "" if self._on else "primary"
        if self._switch.property("kind") != kind:
            self._switch.set_kind(kind)

    # ----------------------------------------------------------------------------------- form

    def _place(self) -> None:
        card = self.card(
            tr("Where it is, and how to sign in"),
            tr("Those who run the central service give you these."),
        )
        self._text(card, "address", tr("Address"), tr("Like https://fhir.example.no/r4"))
        self._kind = choice(
            (tr("With a key"), "key"),
            (tr("With a key, and DPoP"), "dpop"),
            (tr("None (only to try it here)"), "none"),
        )
        self._kind.setObjectName("central_sign_in")
        self._kind.currentIndexChanged.connect(lambda _at: self._turn_kind())
        card.body.addWidget(self._field("sign_in", tr("Sign-in"), self._kind))
        self._text(card, "client_id", tr("Client ID"), tr("What this station is called there."))
        self._text(card, "token_url", tr("Token URL"), tr("Where it signs in, like https://…"))
        empty_words = tr("Can be left empty.")
        self._text(card, "scope", tr("Scope"), empty_words)
        self._text(card, "audience", tr("Audience"), empty_words)

    def _network(self) -> None:
        card = self.card(
            tr("The way through the network"),
            tr("Most can leave this empty. Ask the IT department."),
        )
        self._text(card, "proxy", tr("Proxy"), tr("Empty: as the PC is set up"))
        self._text(
            card, "trust", tr("File with certificates to trust"), tr("Empty: those of the PC")
        )
        self._pins = note_input(lines=3)
        self._pins.setObjectName("central_pins")
        pins_help = tr("One fingerprint a line, at least two. Empty: not used.")
        card.body.addWidget(self._field("pins", tr("The service's keys"), self._pins, pins_help))
        save = button(tr("Save"), "Ctrl+S", primary=True)
        save.setObjectName("save_central")
        save.clicked.connect(lambda _checked=False: self.save())
        # Saved before the answer is there, what is stored would be written over with nothing.
        save.setEnabled(False)
        self._save = save
        card.body.addLayout(side_by_side(save, end=True))
        self._work = Work(self.context, "central_work")
        card.body.addWidget(self._work)

    def _key(self) -> None:
        self.key_card = KeyCard(self.context)
        self._add(self.key_card)

    def _test(self) -> None:
        self.test_card = TestCard(self.context)
        self._add(self.test_card)
        self.column.addStretch(1)

    def _add(self, card: Card) -> None:
        card.setMaximumWidth(current().px(WIDEST))
        self.add_card(card)

    def _text(self, card: Card, key: str, words: str, help_text: str = "") -> None:
        editor = text_input(longest=1000)
        editor.setObjectName(f"central_{key}")
        self._texts[key] = editor
        card.body.addWidget(self._field(key, words, editor, help_text))

    def _field(
        self,
        key: str,
        words: str,
        editor: QLineEdit | QComboBox | QPlainTextEdit,
        help_text: str = "",
    ) -> Field:
        self._fields[key] = field(words, editor, help_text)
        return self._fields[key]

    # --------------------------------------------------------------------------------- values

    def _look(self) -> None:
        setup, session = asking.setup(self.context.station), self.context.session
        if setup is None:
            self._show_state(None)
            self._save.setEnabled(True)
            return
        self.context.bridge.ask(self, partial(setup.settings, session), self._show_settings)
        self._look_at_state()

    def _show_settings(self, settings: ChannelSettings) -> None:
        self._save.setEnabled(True)
        fresh, self._known = not self._known, True
        if self._dirty() and not fresh:
            return
        self._stored = settings
        for key, editor in self._texts.items():
            if editor.isModified():
                continue
            value = str(getattr(settings, key))
            editor.setText("" if key == "trust" and value == _SYSTEM else value)
        kind = "dpop" if settings.sign_in == "key" and settings.dpop else settings.sign_in
        self._kind.setCurrentIndex(max(0, self._kind.findData(kind)))
        self._pins.setPlainText("\n".join(settings.pins))
        self._turn_kind()

    def _written(self) -> ChannelSettings:
        from_text = {key: editor.text().strip() for key, editor in self._texts.items()}
        kind = str(self._kind.currentData())
        return ChannelSettings(
            address=from_text["address"],
            sign_in="none" if kind == "none" else "key",
            client_id=from_text["client_id"],
            token_url=from_text["token_url"],
            scope=from_text["scope"],
            audience=from_text["audience"],
            dpop=kind == "dpop",
            algorithm=self._stored.algorithm,
            pins=tuple(filter(None, map(str.strip, self._pins.toPlainText().splitlines()))),
            proxy=from_text["proxy"],
            trust=from_text["trust"] or _SYSTEM,
            batch=self._stored.batch,
            every_s=self._stored.every_s,
            keep_days=self._stored.keep_days,
        )

    def _dirty(self) -> bool:
        """Whether something was written that is not stored."""
        return any(editor.isModified() for editor in self._texts.values())

    def _turn_kind(self) -> None:
        with_key = self._kind.currentData() != "none"
        for key in _WITH_KEY:
            appear(self._fields[key], shown=with_key)
        if self.key_card is not None:
            appear(self.key_card, shown=with_key)

    def _saved(self, settings: ChannelSettings) -> None:
        for editor in self._texts.values():
            editor.setModified(False)
        self._show_settings(settings)
        self.context.toast(saved_words())

    def _refused(self, trouble: Trouble) -> None:
        self._work.say(trouble.sentence(), "danger")
        key = AT_FIELD.get(trouble.code, "")
        if key == "address" and self._looks_right("address") and not self._looks_right("token_url"):
            key = "token_url"
        self._show_problem(key, trouble.sentence())

    def _looks_right(self, key: str) -> bool:
        """Whether an address could be one: of two that may be wrong, the other is named."""
        text = self._texts[key].text().strip()
        return text.startswith("https://") and " " not in text and "@" not in text

    def _show_problem(self, key: str, sentence: str) -> None:
        for name, each in self._fields.items():
            each.set_wrong(sentence if name == key else "")
        if key in self._fields:
            self._fields[key].editor.setFocus()
            reveal(self._fields[key])


def _standing_words(centre: ChannelStatus | None) -> tuple[str, str]:
    """Whether it is on, and the tone for a banner."""
    if centre is None or centre.standing is Standing.OFF:
        return tr("Switched off. Nothing goes to a central service."), "info"
    tone = "good" if centre.standing is Standing.WELL else "info"
    said = tr("Switched on.")
    return f"{said} {centre.sentence}".strip(), tone
