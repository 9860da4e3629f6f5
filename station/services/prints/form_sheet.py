"""Forms on paper: empty ones to be filled in by hand, and answered ones, in the words asked."""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from station.core.formats import clock_time, day, number
from station.core.i18n import language, speaking, tr
from station.core.settings import PROFILE, Profile
from station.models.database import Reader
from station.models.queries import settings
from station.models.queries.patients import PatientRow
from station.models.records import forms as records
from station.printing import press, saving
from station.printing.documents import FormDocument, FormQuestion, Identity
from station.rules.form_scoring import answer_text, compares
from station.rules.forms import SCALE_TOP, Form, Item, ItemKind
from station.rules.wording import level_word
from station.services.footers import footer
from station.services.forms.answer_views import ANSWERED_BY_WORDS, SOURCE_WORDS, ShownAnswer, shown
from station.services.forms.answers import known_answer
from station.services.forms.forms import known_version
from station.services.known import known_patient
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """A finished print: its bytes, a file name that tells nothing of a person, whose it is."""

    pdf: bytes
    file_name: str
    code: str
    patient_id: str | None
    answer_id: str = ""


class FormPrints:
    """Makes, saves and accounts for forms on paper."""

    def __init__(self, record: Record) -> None:
        """Read from, and account to, `record`."""
        self._record = record

    def blank(
        self,
        session: Session,
        code: str,
        version: int | None = None,
        spoken: str = "",
        patient_id: str | None = None,
    ) -> FormDocument:
        """Give an empty form to print (None: the version in use), for somebody or for anybody.

        In the language `spoken`, else the patient's, else one's own.
        """
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            form = known_version(reader, code, version).form
            person = known_patient(reader, patient_id) if patient_id else None
            with speaking(spoken or (person.language if person else session.language)):
                return _blank(form, person, _profile(reader), self._record.clock.now())

    def answered(self, session: Session, answer_id: str) -> FormDocument:
        """Give an answered form to print, in the language and words of the answers."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            row = known_answer(reader, answer_id)
            form = known_version(reader, row.form_code, row.form_version).form
            person = known_patient(reader, row.patient_id)
            with speaking(row.language):
                found = shown(row, form)
                return _answered(found, form, person, _profile(reader), self._record.clock.now())

    def render(
        self, document: FormDocument, patient_id: str | None = None, answer_id: str = ""
    ) -> PrintedForm:
        """Lay out, tag and read back; touches no record."""
        code = document.identity.code
        return PrintedForm(
            press.render(document),
            saving.file_name("skjema", code.replace("/", "-").replace("_", "-")),
            code,
            patient_id,
            answer_id,
        )

    def save(self, session: Session, printed: PrintedForm, path: Path) -> None:
        """Save a print where a person chose, and note it in the log; Trouble if it cannot be."""
        require(session, Right.SEE_PATIENTS)
        saving.write(printed.pdf, path)
        self.note(session, printed)

    def note(self, session: Session, printed: PrintedForm) -> None:
        """Note in the log that a print was made."""
        require(session, Right.SEE_PATIENTS)
        digest = hashlib.sha256(printed.pdf).hexdigest()
        with self._record.write(session) as writer:
            records.printed(writer, printed.code, printed.answer_id, printed.patient_id, digest)


def _profile(reader: Reader) -> Profile:
    return PROFILE.read(settings.stored(reader)) or Profile("–")


def _identity(
    form: Form, person: PatientRow | None, profile: Profile, now: int, status: str
) -> Identity:
    born = person.birth_date if person else ""
    return Identity(
        language=language(),
        municipality=profile.name,
        service=profile.service_name,
        title=form.title.said(language()),
        status=status,
        person=f"{person.given_name} {person.family_name}".strip() if person else "",
        birth_date=day(date.fromisoformat(born)) if born else "",
        diagnosis="",
        version=str(form.version),
        code=f"{form.code}/{form.version}",
        printed=day(now),
        footer=footer(profile),
    )


def _blank(form: Form, person: PatientRow | None, profile: Profile, now: int) -> FormDocument:
    spoken = language()
    who = () if person else (tr("Name"), tr("Date of birth"))
    return FormDocument(
        _identity(form, person, profile, now, ""),
        (*who, tr("Date and time"), tr("Filled in by")),
        form.intro.said(spoken),
        (
            *(_question(form, item) for item in form.items),
            FormQuestion(tr("Something you want to tell us?"), "", lines=("",)),
        ),
        form.source.said(spoken),
    )


def _question(form: Form, item: Item) -> FormQuestion:
    spoken = language()
    note = " · ".join(filter(None, (_help(item), _when(form, item))))
    choices = tuple(choice.text.said(spoken) for choice in item.choices)
    if item.kind is ItemKind.SCALE:
        choices = tuple(map(str, range(SCALE_TOP + 1)))
    cannot = (tr("Cannot say"),) if item.cannot_say and item.kind is not ItemKind.SCALE else ()
    lines: tuple[str, ...] = ()
    if item.kind in (ItemKind.NUMBER, ItemKind.TEXT):
        lines = (item.unit.said(spoken),)
    in_row = item.kind is ItemKind.SCALE
    return FormQuestion(item.text.said(spoken), note, (*choices, *cannot), lines, in_row=in_row)


def _help(item: Item) -> str:
    spoken = language()
    parts = [item.help.said(spoken), item.low.said(spoken), item.high.said(spoken)]
    if item.kind is ItemKind.SCALE and item.cannot_say:
        parts.append(tr("no cross: cannot say"))
    least, most = item.span
    if item.kind is ItemKind.NUMBER and least is not None and most is not None:
        parts.append(tr("from {least} to {most}", least=number(least, 0), most=number(most, 0)))
    return " · ".join(filter(None, parts))


def _when(form: Form, item: Item) -> str:
    branch = item.shown_if
    asked = form.item(branch.item) if branch else None
    if branch is None or asked is None:
        return ""
    spoken = language()
    said = [
        choice.text.said(spoken)
        for choice in asked.choices
        if compares(branch.comparison, choice.value, branch.value)
    ]
    answer = " / ".join(said) or f"{branch.comparison.value} {answer_text(asked, branch.value)}"
    return tr("only if «{question}» is: {answer}", question=asked.called(spoken), answer=answer)


def _answered(
    found: ShownAnswer, form: Form, person: PatientRow, profile: Profile, now: int
) -> FormDocument:
    seen = found.view
    who = seen.name or tr(ANSWERED_BY_WORDS[seen.by])
    moment = f"{day(seen.answered_at)} {clock_time(seen.answered_at)}"
    how = tr(SOURCE_WORDS[seen.source])
    said = tr("Answered {moment} by {who}, {how}.", moment=moment, who=who, how=how)
    questions = [
        FormQuestion(
            line.question,
            level_word(line.level) if line.level else "",
            answer=line.answer,
        )
        for line in (*found.lines, *found.totals)
    ]
    if seen.comment:
        questions.append(FormQuestion(tr("Comment"), "", answer=seen.comment))
    status = tr("LEFT OUT") if seen.excluded else ""
    return FormDocument(
        _identity(form, person, profile, now, status), (), said, tuple(questions), found.source
    )
