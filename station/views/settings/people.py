"""The staff: what is one's own, and for a leader who may come in."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.i18n import N_, tr
from station.services.office.office import OfficeFacts
from station.services.office.staff import NewPerson, User
from station.services.rights import Right
from station.views.context import Context
from station.views.settings.section import LANGUAGES, Section, Work, saved_words, side_by_side
from station.views.signin.secret import NewPassword
from station.views.style import (
    Card,
    StateView,
    button,
    choice,
    current,
    field,
    label,
    rule,
    text_input,
)

ROLES = (
    ("nurse", N_("Nurse")),
    ("substitute", N_("Substitute")),
    ("leader", N_("Leader")),
    ("benefit", N_("Benefit role")),
)


class PeopleSection(Section):
    """One's own card for everybody, the list of all for the one who lets people in and out."""

    def __init__(self, context: Context, facts: OfficeFacts) -> None:
        super().__init__(context, facts)
        self._leads = Right.MANAGE_STAFF in facts.rights
        self._own()
        self._password()
        self._everybody = self.card(tr("Who has access"))
        self._list = QVBoxLayout()
        self._list.setSpacing(current().px(2))
        self._everybody.body.addLayout(self._list)
        self._staff_work = Work(context, "staff_work")
        if self._leads:
            self._everybody.body.addWidget(self._staff_work)
        else:
            told = tr("The leader of the service lets people in and out.")
            self._list.addWidget(StateView("no_right", told))
            self.column.addStretch(1)
        self._complete = False

    def opened(self) -> None:
        """Asks who there is, and what is one's own."""
        staff, session = self.context.station.staff, self.context.session
        self.context.bridge.ask(self, lambda: staff.own(session), self._show_own)
        self._refresh()

    def changed(self, changes: ChangeSet) -> None:
        """Shows who there is now."""
        self._refresh()

    def _refresh(self) -> None:
        staff, session = self.context.station.staff, self.context.session
        if self._leads:
            self.context.bridge.ask(self, lambda: staff.everyone(session), self._show)

    # ----------------------------------------------------------------------------- one's own

    def _own(self) -> None:
        card = self.card(tr("About you"), self.context.session.name)
        self._initials = text_input(longest=6)
        self._initials.setObjectName("own_initials")
        self._language = choice(*LANGUAGES)
        self._language.setObjectName("own_language")
        help_text = tr("From the next time you sign in. Ctrl L locks now.")
        card.body.addLayout(
            side_by_side(
                field(tr("Initials"), self._initials, tr("Shown where you have a patient open.")),
                field(tr("Language of the screens"), self._language, help_text),
            )
        )
        save = button(tr("Save"), "Ctrl+S", primary=True)
        save.setObjectName("save_own")
        save.clicked.connect(lambda _checked=False: self._save_own())
        # Saved before the answer is there, what is stored would be written over with nothing.
        self._own_parts = (self._initials, self._language, save)
        for part in self._own_parts:
            part.setEnabled(False)
        card.body.addLayout(side_by_side(save, end=True))
        self._own_work = Work(self.context, "own_work")
        card.body.addWidget(self._own_work)

    def _show_own(self, user: User) -> None:
        if self._initials.isModified():
            return
        self._initials.setText(user.initials)
        self._language.setCurrentIndex(self._language.findData(user.language))
        for part in self._own_parts:
            part.setEnabled(True)

    def _save_own(self) -> None:
        staff, session = self.context.station.staff, self.context.session
        initials, language = self._initials.text(), str(self._language.currentData())
        self._own_work.run(
            tr("Saving …"),
            lambda: staff.change_own(session, initials, language),
            lambda _: self._own_saved(),
        )

    def _own_saved(self) -> None:
        self._initials.setModified(False)
        self.context.toast(saved_words())

    def _password(self) -> None:
        card = self.card(tr("Your password"))
        self._old = text_input(secret=True, longest=1024)
        self._old.setObjectName("old_password")
        self._old_field = field(tr("The password you have now"), self._old)
        self._secret = NewPassword()
        card.body.addWidget(self._old_field)
        card.body.addWidget(self._secret)
        save = button(tr("Change the password"))
        save.setObjectName("change_password")
        save.clicked.connect(lambda _checked=False: self._change_password())
        card.body.addLayout(side_by_side(save, end=True))
        self._password_work = Work(self.context, "password_work")
        card.body.addWidget(self._password_work)

    def _change_password(self) -> None:
        staff, session = self.context.station.staff, self.context.session
        old = self._old.text()
        self._old_field.set_wrong("" if old else tr("Write the password you have now."))
        if not old or not _given(self._secret, self._password_work):
            return
        new = self._secret.password
        self._password_work.run(
            tr("Changing the password …"),
            lambda: staff.change_password(session, old, new),
            lambda _: self._password_changed(),
        )

    def _password_changed(self) -> None:
        self._old.clear()
        self._secret.clear()
        self._password_work.say(tr("The new password holds from now on."))

    # ----------------------------------------------------------------------------- everybody

    def _show(self, users: tuple[User, ...]) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if not self._complete:
            # Not at once with the rest: the window breathes in between.
            self._complete = True
            self._new()
            self.column.addStretch(1)
        for at, user in enumerate(users):
            if at:
                self._list.addWidget(rule())
            self._list.addWidget(self._line(user))

    def _line(self, user: User) -> QWidget:
        holder = QWidget()
        holder.setObjectName("staff_line")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        role = tr(dict(ROLES).get(user.role, user.role))
        facts = [role, user.initials] if user.active else [role, tr("no access")]
        row.addWidget(label(user.name, "strong" if user.active else "muted"))
        row.addWidget(label(" · ".join(fact for fact in facts if fact), "muted"))
        row.addStretch(1)
        column.addLayout(row)
        if user.id == self.context.session.user_id:
            row.addWidget(label(tr("this is you"), "muted"))
        elif user.active:
            away = button(tr("Take away access …"), kind="quiet")
            away.setObjectName("take_away")
            away.setAccessibleName(tr("Take away the access of {name}", name=user.name))
            row.addWidget(away)
            away.clicked.connect(lambda _checked=False: self._ask_away(column, user))
        return holder

    def _ask_away(self, column: QVBoxLayout, user: User) -> None:
        """In place, under the name: what will happen, and the verb."""
        if column.count() > 1:
            return
        card = Card(3)
        told = tr(
            "{name} can no longer sign in. The name stays in the log and on what was done. "
            "A copy of the file taken earlier still opens with the old password.",
            name=user.name,
        )
        card.body.addWidget(label(told, wrap=True))
        away = button(tr("Take away the access of {name}", name=user.name), kind="danger")
        away.setObjectName("take_away_now")
        keep = button(tr("Cancel"))
        keep.clicked.connect(lambda _checked=False: card.deleteLater())
        staff, session = self.context.station.staff, self.context.session
        away.clicked.connect(
            lambda _checked=False: self._staff_work.run(
                tr("Saving …"),
                partial(staff.deactivate, session, user.id),
                lambda _: self.context.toast(tr("The access is taken away")),
            )
        )
        card.body.addLayout(side_by_side(away, keep, end=True))
        column.addWidget(card)
        keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _new(self) -> None:
        card = self.card(
            tr("New colleague"),
            tr("Give a first password by word of mouth; she changes it herself here."),
        )
        self._name = text_input(longest=120)
        self._name.setObjectName("new_name")
        self._new_initials = text_input(longest=6)
        self._new_initials.setObjectName("new_initials")
        self._role = choice(*((tr(words), code) for code, words in ROLES))
        self._role.setObjectName("new_role")
        self._new_language = choice(*LANGUAGES)
        self._new_language.setObjectName("new_language")
        self._first = NewPassword()
        self._name_field = field(tr("Name"), self._name)
        self._name.textEdited.connect(self._suggest)
        role_help = tr("Substitutes work as nurses. The benefit role sees figures and no patient.")
        card.body.addLayout(
            side_by_side(self._name_field, field(tr("Initials"), self._new_initials))
        )
        card.body.addLayout(
            side_by_side(
                field(tr("Role"), self._role, role_help),
                field(tr("Language"), self._new_language),
            )
        )
        card.body.addWidget(self._first)
        add = button(tr("Give access"), primary=True)
        add.setObjectName("add_person")
        add.clicked.connect(lambda _checked=False: self._add())
        card.body.addLayout(side_by_side(add, end=True))
        self._new_work = Work(self.context, "new_work")
        card.body.addWidget(self._new_work)

    def _suggest(self, name: str) -> None:
        if not self._new_initials.isModified():
            self._new_initials.setText("".join(word[0] for word in name.split())[:4].upper())

    def _add(self) -> None:
        name = self._name.text().strip()
        self._name_field.set_wrong("" if name else tr("Write the person's name."))
        if not name or not _given(self._first, self._new_work):
            return
        person = NewPerson(
            name,
            self._new_initials.text().strip(),
            str(self._role.currentData()),
            str(self._new_language.currentData()),
        )
        staff, session = self.context.station.staff, self.context.session
        secret = self._first.password
        self._new_work.run(
            tr("Saving …"), lambda: staff.add(session, person, secret), lambda _: self._added(name)
        )

    def _added(self, name: str) -> None:
        for editor in (self._name, self._new_initials):
            editor.clear()
            editor.setModified(False)
        self._first.clear()
        self._new_work.say(tr("{name} can sign in now.", name=name))


def _given(secret: NewPassword, work: Work) -> bool:
    """Whether a new password stands there; says so if not."""
    if secret.check():
        return True
    work.say(tr("The new password is missing, or the two are not alike."), "warning")
    return False
