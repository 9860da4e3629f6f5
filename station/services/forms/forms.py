"""Forms of the service: which are in use, and versions of the municipality's own."""

import re
from dataclasses import dataclass, replace
from datetime import date
from unicodedata import normalize

from station.core.i18n import N_, language
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Reader, Writer
from station.models.queries import forms as queries
from station.models.queries.forms import VersionRow
from station.models.records import forms as records
from station.rules.form_checks import MOST_ITEMS, FormFault, check_form
from station.rules.forms import Form, FormStatus, Words
from station.rules.kinds import MOST_LETTERS
from station.services.forms import stock
from station.services.forms.answer_views import unreadable_title
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

__all__ = ["FormFault", "FormRow", "FormStatus", "Forms"]

_MOST_CONTENT = 1_000_000
_LETTERS = {"æ": "ae", "ø": "o", "å": "a"}


@dataclass(frozen=True, slots=True)
class FormRow:
    """One version of a form in a list: its title in the spoken language, and where it stands.

    `shipped` came with the program; `checked_by`/`checked_on` (ISO date) say who has quality-
    checked a version of the municipality's own. `questions` counts its items. One that is not
    `readable` has its code and a sentence for a title, and no questions.
    """

    code: str
    version: int
    version_id: str
    title: str
    status: FormStatus
    shipped: bool
    checked_by: str
    checked_on: str
    created_at: int
    content_hash: str
    questions: int
    readable: bool = True


class Forms:
    """Keeps the forms and their versions."""

    def __init__(self, record: Record) -> None:
        """Write to `record`."""
        self._record = record

    def overview(self, session: Session) -> tuple[FormRow, ...]:
        """Give every version of every form, by title, the newest of each first."""
        require(session, Right.SEE_PATIENTS)
        self.ready(session)
        with self._record.read() as reader:
            found = [_row(row) for row in queries.versions(reader)]
        return tuple(sorted(found, key=lambda row: (row.code, -row.version)))

    def in_use(self, session: Session) -> tuple[FormRow, ...]:
        """Give what can be answered now, by title."""
        require(session, Right.SEE_PATIENTS)
        self.ready(session)
        with self._record.read() as reader:
            found = [_row(row) for row in queries.in_use(reader)]
        # Nobody can answer what cannot be read.
        return tuple(sorted((row for row in found if row.readable), key=lambda row: row.title))

    def form(self, session: Session, code: str, version: int | None = None) -> Form:
        """Give one version (None: the one in use); Trouble `form_unknown` if there is none."""
        require(session, Right.SEE_PATIENTS)
        self.ready(session)
        with self._record.read() as reader:
            return known_version(reader, code, version).form

    def check(self, form: Form) -> tuple[FormFault, ...]:
        """Give everything that has to be put right before this form can be taken into use."""
        return check_form(form)

    def new(self, session: Session, title: str, written_in: str) -> FormRow:
        """Begin a form of one's own with nothing but its title; gives the draft."""
        require(session, Right.CHANGE_OFFICE)
        if not title.strip():
            raise Trouble("form_title", N_("Give the form a title."))
        with self._record.write(session) as writer:
            code = _free_code(title, queries.hashes(writer))
            form = Form(
                code,
                1,
                Words(**{written_in: title.strip()}),
                Words(),
                Words(),
                (),
                languages=(written_in,),
            )
            records.add_version(writer, form, FormStatus.DRAFT, session.user_id)
            _noted(writer, "form_begun", code, 1)
            return _row(known_version(writer, code, 1))

    def next_version(self, session: Session, code: str, version: int) -> FormRow:
        """Begin the next version of a form from an old one; an open draft is given back instead."""
        require(session, Right.CHANGE_OFFICE)
        self.ready(session)
        with self._record.write(session) as writer:
            row = known_version(writer, code, version)
            known = queries.versions(writer, code)
            draft = next((each for each in known if each.status is FormStatus.DRAFT), None)
            if draft is not None:
                writer.quiet()
                return _row(draft)
            number = known[0].version + 1
            form = replace(row.form, version=number)
            records.add_version(writer, form, FormStatus.DRAFT, session.user_id)
            _noted(writer, "form_begun", code, number, based_on=version)
            return _row(known_version(writer, code, number))

    def save_draft(self, session: Session, code: str, version: int, form: Form, before: str) -> str:
        """Store a draft that was opened with the hash `before`, and give its new hash.

        Raises Trouble `form_changed` if somebody else has changed it meanwhile, and
        `form_too_large` for one that nobody could answer.
        """
        require(session, Right.CHANGE_OFFICE)
        form = replace(form, code=code, version=version)
        text = records.content_text(form)
        if len(text) > _MOST_CONTENT or len(form.items) > 2 * MOST_ITEMS:
            raise Trouble("form_too_large", N_("The form is too large to be kept."))
        with self._record.write(session) as writer:
            known_version(writer, code, version)
            if not records.save_draft(writer, form, before):
                raise _overtaken()
            _noted(writer, "form_saved", code, version)
        return records.hash_of(text)

    def drop_draft(self, session: Session, code: str, version: int) -> None:
        """Delete a draft; Trouble `form_decided` for a version that was in use or offered."""
        require(session, Right.CHANGE_OFFICE)
        with self._record.write(session) as writer:
            row = known_version(writer, code, version)
            if not records.drop_draft(writer, code, version):
                raise Trouble("form_decided", N_("A form that was in use is never deleted."))
            _noted(writer, "form_dropped", code, version, content=row.content)

    def take_into_use(
        self,
        session: Session,
        code: str,
        version: int,
        checked_by: str,
        checked_on: str,
        before: str = "",
    ) -> tuple[FormFault, ...]:
        """Put a version in use, quality-checked by a named person on an ISO date.

        Gives what hinders it, and nothing once it is done: the version before it is replaced.
        Raises Trouble `form_unchecked` without a name or a date up to today, and `form_changed`
        if it is in use or replaced already, or says otherwise than what was on the screen,
        whose hash is `before`.
        """
        require(session, Right.CHANGE_OFFICE)
        name, on = checked_by.strip(), self._checked_on(checked_on)
        if not name or not on:
            raise Trouble("form_unchecked", N_("Write who has checked the form, and on which day."))
        with self._record.write(session) as writer:
            row = known_version(writer, code, version)
            if before and before != row.content_hash:
                raise _overtaken()
            if faults := check_form(row.form):
                writer.quiet()
                return faults
            self._take(writer, row, name, on)
        self.speak()
        return ()

    def retire(self, session: Session, code: str) -> None:
        """Take a form out of use; what was answered stays. Trouble `form_unused` if it is not."""
        require(session, Right.CHANGE_OFFICE)
        with self._record.write(session) as writer:
            current = queries.in_use(writer, code)
            if not current or not records.retire(writer, code):
                raise Trouble("form_unused", N_("This form is not in use."))
            _noted(writer, "form_retired", code, current[0].version)

    def speak(self) -> None:
        """Let the program speak the words of the forms as they are now."""
        with self._record.read() as reader:
            stock.say(reader)

    def ready(self, session: Session) -> None:
        """Put the program's forms into a file that has none yet."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            if queries.hashes(reader):
                return
        with self._record.write(session) as writer:
            if not stock.install(writer):
                writer.quiet()
        self.speak()

    def _take(self, writer: Writer, row: VersionRow, name: str, on: str) -> None:
        if row.status not in (FormStatus.DRAFT, FormStatus.OFFERED, FormStatus.RETIRED):
            raise _overtaken()
        records.replace_in_use(writer, row.code)
        records.take_into_use(writer, row.code, row.version, name, on)
        _noted(writer, "form_in_use", row.code, row.version, checked_by=name, checked_on=on)

    def _checked_on(self, text: str) -> str:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return ""
        return text if day <= day_of(self._record.clock.now()) else ""


def known_version(reader: Reader, code: str, version: int | None) -> VersionRow:
    """Give a version of a form (None: the one in use); Trouble `form_unknown` without one."""
    if version is None:
        row = next(iter(queries.in_use(reader, code)), None)
    else:
        row = queries.one(reader, code, version)
    if row is None:
        raise Trouble("form_unknown", N_("This form is not in the file any more."))
    return row


def _row(row: VersionRow) -> FormRow:
    form = row.readable
    title = form.title.said(language()) or row.code if form else unreadable_title(row.code)
    return FormRow(
        row.code,
        row.version,
        row.id,
        title,
        row.status,
        row.shipped,
        row.checked_by,
        row.checked_on,
        row.created_at,
        row.content_hash,
        len(form.items) if form else 0,
        form is not None,
    )


def _noted(writer: Writer, what: str, code: str, version: int, **details: object) -> None:
    writer.audit(what, "form", f"{code}/{version}", None, **details)
    writer.touch("forms")


def _free_code(title: str, taken: dict[str, dict[int, str]]) -> str:
    """A code of the title's letters that no other form has: own_sovn_og_uro for «Søvn og uro»."""
    letters = "".join(_LETTERS.get(letter, letter) for letter in title.casefold())
    plain = normalize("NFKD", letters).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "form"
    stem = f"own_{words}"[: MOST_LETTERS - 4].rstrip("_")
    names = (stem, *(f"{stem}_{number}" for number in range(2, 1000)))
    return next(name for name in names if name not in taken)


def _overtaken() -> Trouble:
    return Trouble(
        "form_changed",
        N_("Somebody else has changed this form meanwhile. Open it again and compare."),
    )
