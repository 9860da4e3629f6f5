"""The locks: after how long the screen locks, the file closes, and a backup counts as old."""

from PySide6.QtWidgets import QComboBox

from station.core.i18n import ntr, tr
from station.core.trouble import Trouble
from station.services.office.office import Locks, OfficeFacts, OfficeIncomplete
from station.views.context import Context
from station.views.settings.section import Section, Work, saved_words, side_by_side
from station.views.style import Field, button, choice, field

LOCK_MINUTES = (1, 2, 3, 5, 10, 15, 30, 60)
DEEP_MINUTES = (5, 10, 15, 30, 60, 120, 240, 480)
BACKUP_DAYS = (1, 2, 3, 7, 14, 30)


class LocksSection(Section):
    """Three choices; saved they hold at once on this PC and for everybody."""

    def __init__(self, context: Context, facts: OfficeFacts) -> None:
        super().__init__(context, facts)
        locks = facts.locks
        card = self.card(
            tr("Locks"),
            tr("Ctrl L locks at once. What you were writing is kept for you, encrypted."),
        )
        self._lock, lock = _minutes(
            tr("The screen locks after"),
            tr("without keys and pointer; the list is still judged"),
            (*LOCK_MINUTES, locks.lock_minutes),
            locks.lock_minutes,
        )
        self._deep, self._deep_field = _minutes(
            tr("The file closes after"),
            tr("then nothing is judged until somebody signs in"),
            (*DEEP_MINUTES, locks.deep_lock_minutes),
            locks.deep_lock_minutes,
        )
        self._days = _choice(
            {n: ntr("{n} day", "{n} days", n) for n in (*BACKUP_DAYS, locks.backup_warn_days)},
            locks.backup_warn_days,
        )
        days = field(tr("A backup is old after"), self._days, tr("then the footer says so"))
        names = ("lock_minutes", "deep_lock_minutes", "backup_warn_days")
        for drop, name in zip((self._lock, self._deep, self._days), names, strict=True):
            drop.setObjectName(name)
        for part in (lock, self._deep_field, days):
            card.body.addWidget(part)
        save = button(tr("Save"), "Ctrl+S", primary=True)
        save.setObjectName("save_locks")
        save.clicked.connect(lambda _checked=False: self.save())
        card.body.addLayout(side_by_side(save, end=True))
        self._work = Work(context, "locks_work")
        card.body.addWidget(self._work)
        self.column.addStretch(1)

    def save(self) -> None:
        """Stores the three."""
        drops = (self._lock, self._deep, self._days)
        wanted = Locks(*(int(drop.currentData()) for drop in drops))
        office, session = self.context.station.office, self.context.session
        self._deep_field.set_wrong("")
        self._work.run(
            tr("Saving …"),
            lambda: office.change_locks(session, wanted),
            lambda _: self.context.toast(saved_words()),
            self._refused,
        )

    def _refused(self, trouble: Trouble) -> None:
        if isinstance(trouble, OfficeIncomplete):
            self._deep_field.set_wrong(tr(trouble.problems.get("deep_lock_minutes", "")))
        else:
            self._work.say(trouble.sentence(), "danger")


def _minutes(
    words: str, help_text: str, options: tuple[int, ...], now: int
) -> tuple[QComboBox, Field]:
    drop = _choice({n: ntr("{n} minute", "{n} minutes", n) for n in options}, now)
    return drop, field(words, drop, help_text)


def _choice(options: dict[int, str], now: int) -> QComboBox:
    drop = choice(*((options[n], n) for n in sorted(options)))
    drop.setCurrentIndex(drop.findData(now))
    return drop
