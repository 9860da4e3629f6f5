"""Backup and safety: the newest copy, a sealed one, the recovery sheet, and the check of it all."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.formats import duration, number, when
from station.core.i18n import N_, tr
from station.services.office.office import OfficeFacts
from station.services.office.safety import Drill, Item, Report, SafetyFacts, State
from station.services.rights import Right
from station.views.context import Context
from station.views.places import SaveTo
from station.views.settings.recovery import RecoveryCard
from station.views.settings.section import Section, Work, side_by_side
from station.views.signin.secret import NewPassword
from station.views.style import Banner, IconMark, button, current, label

STATES = {
    State.OK: ("done", "accent", N_("In order")),
    State.WARN: ("warning", "ink", N_("Look at this")),
    State.BAD: ("close", "danger", N_("Wrong")),
}
"""Icon, ink and word of each state of an item that was checked."""


class SafetySection(Section):
    """Four cards; what takes a while says what is being done."""

    def __init__(self, context: Context, facts: OfficeFacts) -> None:
        super().__init__(context, facts)
        self._here()
        if Right.CHANGE_OFFICE in facts.rights:
            self._away()
        if Right.MANAGE_STAFF in facts.rights:
            self._sheet = RecoveryCard(context)
            self._sheet.setMaximumWidth(current().px(200))
            self.add_card(self._sheet)
        self._checked()
        self.column.addStretch(1)

    def opened(self) -> None:
        """Asks how old the newest backup is."""
        safety, session = self.context.station.safety, self.context.session
        self.context.bridge.ask(self, lambda: safety.facts(session), self._show_facts)

    # --------------------------------------------------------------------------- on this PC

    def _here(self) -> None:
        card = self.card(
            tr("Backup on this PC"),
            tr("One is made each time Station is closed. The 14 newest are kept, encrypted."),
        )
        self._newest = Banner("…", "info")
        self._newest.setObjectName("newest_backup")
        card.body.addWidget(self._newest)
        make = button(tr("Make a backup now"), primary=True)
        make.setObjectName("make_backup")
        make.clicked.connect(lambda _checked=False: self._make())
        test = button(tr("Test the newest backup"))
        test.setObjectName("test_backup")
        test.clicked.connect(lambda _checked=False: self._test())
        card.body.addLayout(side_by_side(make, test, end=True))
        self._here_work = Work(self.context, "backup_work")
        card.body.addWidget(self._here_work)

    def _show_facts(self, facts: SafetyFacts) -> None:
        if facts.made_at is None:
            self._newest.show_text(tr("There is no backup yet."), "warning")
            return
        now = self.context.clock.now()
        text = tr(
            "Newest backup {when}, {age} old.",
            when=when(facts.made_at, now),
            age=duration(now - facts.made_at),
        )
        self._newest.show_text(text, "warning" if facts.late else "good")

    def _make(self) -> None:
        safety, session = self.context.station.safety, self.context.session
        self._here_work.run(
            tr("Making a backup …"), lambda: safety.make(session), lambda _: self._made()
        )

    def _made(self) -> None:
        self._here_work.say(tr("The backup is made and was checked."))
        self.opened()

    def _test(self) -> None:
        safety, session = self.context.station.safety, self.context.session
        self._here_work.run(
            tr("Opening the backup as if it were put back …"),
            lambda: safety.drill(session),
            self._tested,
        )

    def _tested(self, drill: Drill) -> None:
        text = tr(
            "The backup of {when} opens and is whole: {patients} patients, {readings} readings.",
            when=when(drill.made_at, self.context.clock.now()),
            patients=number(drill.patients),
            readings=number(drill.readings),
        )
        self._here_work.say(text)

    # ------------------------------------------------------------------------- out of the PC

    def _away(self) -> None:
        card = self.card(
            tr("A sealed copy, for the safe"),
            tr(
                "It has a password of its own. Without it nobody can open the copy, not even us: "
                "write it down and keep it in another place than the copy."
            ),
        )
        self._place = SaveTo(
            "sealed_path",
            tr("Save the copy here"),
            self.context.station.safety.sealed_name(),
            "sealed",
            tr("On a memory stick for instance. Take it out afterwards."),
        )
        self._passphrase = NewPassword()
        card.body.addWidget(self._place)
        card.body.addWidget(self._passphrase)
        make = button(tr("Make the sealed copy"))
        make.setObjectName("make_sealed")
        make.clicked.connect(lambda _checked=False: self._seal())
        card.body.addLayout(side_by_side(make, end=True))
        self._away_work = Work(self.context, "sealed_work")
        card.body.addWidget(self._away_work)

    def _seal(self) -> None:
        path = self._place.path()
        if path is None:
            return
        if not self._passphrase.check():
            missing = tr("The new password is missing, or the two are not alike.")
            self._away_work.say(missing, "warning")
            return
        safety, session = self.context.station.safety, self.context.session
        secret = self._passphrase.password
        self._away_work.run(
            tr("Making and sealing a copy …"),
            lambda: safety.seal_to(session, path, secret),
            lambda _: self._sealed(),
        )

    def _sealed(self) -> None:
        self._passphrase.clear()
        self._away_work.say(tr("The sealed copy is saved."))
        self.opened()

    # ---------------------------------------------------------------------------- the check

    def _checked(self) -> None:
        card = self.card(
            tr("Check of the installation"),
            tr("Looks at everything that the safety of the records rests on."),
        )
        check = button(tr("Check now"))
        check.setObjectName("check_now")
        check.clicked.connect(lambda _checked=False: self._check())
        card.body.addLayout(side_by_side(check, end=True))
        self._check_work = Work(self.context, "check_work")
        card.body.addWidget(self._check_work)
        self._items = QVBoxLayout()
        self._items.setSpacing(current().px(2))
        card.body.addLayout(self._items)

    def _check(self) -> None:
        safety, session = self.context.station.safety, self.context.session
        self._check_work.run(
            tr("Checking the installation …"), lambda: safety.check(session), self._show_report
        )

    def _show_report(self, report: Report) -> None:
        while (item := self._items.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for each in sorted(report.items, key=lambda item: -item.state):
            self._items.addWidget(_line(each))
        if report.worst is State.OK:
            self._check_work.say(tr("Everything is in order."))
        else:
            self._check_work.say(
                tr("Look at what stands first."),
                "warning" if report.worst is State.WARN else "danger",
            )


def _line(item: Item) -> QWidget:
    icon, ink, word = STATES[item.state]
    holder = QWidget()
    holder.setObjectName("checked_item")
    holder.setAccessibleName(f"{tr(word)}: {item.sentence}")
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(current().px(2))
    row.addWidget(IconMark(icon, 5, ink))
    said = label(tr(word), "strong")
    said.setFixedWidth(current().px(26))
    row.addWidget(said)
    row.addWidget(label(item.sentence, wrap=True), 1)
    return holder
