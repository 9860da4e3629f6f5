"""The municipality's own versions of the plan templates: written, checked, taken into use."""

import json
from dataclasses import dataclass
from datetime import date

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Reader, Writer
from station.models.queries import templates as queries
from station.models.queries.templates import DRAFT, IN_USE, REPLACED, OwnTemplate
from station.models.records import templates as records
from station.models.records.plans import hash_of
from station.models.records.templates import Checked
from station.rules.template_sets import Difference, Faulty, TemplateSet, differences, faults
from station.rules.templates import SHIPPED
from station.services.plans.template_files import TEMPLATES, opened, shipped
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

__all__ = [
    "DRAFT",
    "IN_USE",
    "REPLACED",
    "Checked",
    "Difference",
    "Faulty",
    "OwnTemplate",
    "TemplateLine",
    "TemplatePage",
    "Templates",
]


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """One template in the list: its version in use (0 as shipped) and its open draft, if any."""

    code: str
    name: str
    in_use: OwnTemplate | None
    draft: OwnTemplate | None
    versions: int


@dataclass(frozen=True, slots=True)
class TemplatePage:
    """One version opened: the row (None: as shipped) and what it says."""

    code: str
    row: OwnTemplate | None
    content: TemplateSet


class Templates:
    """Keeps the office's own versions; existing plans never change with them."""

    def __init__(self, record: Record) -> None:
        """Keep them in `record`."""
        self._record = record

    def listing(self, session: Session) -> tuple[TemplateLine, ...]:
        """Give every template with how it stands, named in the person's language."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            own = queries.versions(reader)
        return tuple(_line(code, session.language, own) for code in TEMPLATES)

    def versions(self, session: Session, code: str) -> tuple[OwnTemplate, ...]:
        """Give the office's own versions of a template, the newest first."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return queries.versions(reader, code)

    def open(self, session: Session, code: str, version_id: str = "") -> TemplatePage:
        """Give one version, without an id the shipped one; Trouble `template_gone` if it went."""
        require(session, Right.SEE_PATIENTS)
        if not version_id:
            return TemplatePage(code, None, shipped(code))
        with self._record.read() as reader:
            row = _known(reader, version_id)
        return TemplatePage(row.code, row, opened(row))

    def begin(self, session: Session, code: str, based_on: str = "") -> str:
        """Begin a version from one of the office's own, or from the shipped, and give its id.

        A draft that is open already is given back instead: two would be two truths.
        """
        require(session, Right.CHANGE_OFFICE)
        with self._record.write(session) as writer:
            known = queries.versions(writer, code)
            if begun := next((each.id for each in known if each.status == DRAFT), None):
                writer.quiet()
                return begun
            made = opened(_known(writer, based_on)) if based_on else shipped(code)
            number = max((each.version for each in known), default=SHIPPED) + 1
            version_id = records.add(writer, code, number, _text(made))
            _changed(writer, "template_begun", version_id, code=code, version=number)
        return version_id

    def save(self, session: Session, version_id: str, content: TemplateSet, before: str) -> str:
        """Store a draft that was opened with the hash `before`, and give its new hash.

        Raises Trouble `template_changed` if somebody else has changed it or taken it into use.
        """
        require(session, Right.CHANGE_OFFICE)
        text = _text(content)
        with self._record.write(session) as writer:
            row = _known(writer, version_id)
            if not records.save(writer, version_id, text, before):
                raise _overtaken()
            changes = len(differences(opened(row), content))
            _changed(writer, "template_saved", version_id, code=row.code, changes=changes)
        return hash_of(text)

    def drop(self, session: Session, version_id: str) -> None:
        """Delete a draft; Trouble `template_decided` for a version that was taken into use."""
        require(session, Right.CHANGE_OFFICE)
        with self._record.write(session) as writer:
            row = _known(writer, version_id)
            if not records.drop(writer, version_id):
                raise Trouble(
                    "template_decided",
                    N_("A template that was taken into use is kept. Nothing was deleted."),
                )
            _changed(
                writer,
                "template_dropped",
                version_id,
                code=row.code,
                content=json.loads(row.content),
            )

    def take_into_use(
        self, session: Session, version_id: str, checked: Checked, before: str
    ) -> tuple[Faulty, ...]:
        """Let new plans begin from this version; gives what is wrong, and nothing once it is done.

        `checked` says who read the wording for those who use the service, and when: Trouble
        `template_unchecked` without it.
        """
        require(session, Right.CHANGE_OFFICE)
        _require_checked(checked, day_of(self._record.clock.now()))
        with self._record.write(session) as writer:
            row = _known(writer, version_id)
            if row.content_hash != before or row.status != DRAFT:
                raise _overtaken()
            if found := faults(opened(row)):
                writer.quiet()
                return found
            records.replace(writer, row.code)
            records.take_into_use(writer, version_id, checked)
            _changed(
                writer,
                "template_in_use",
                version_id,
                code=row.code,
                version=row.version,
                checked_by=checked.by,
                checked_on=checked.on,
            )
        return ()

    def back_to_shipped(self, session: Session, code: str) -> bool:
        """Let new plans begin from the shipped template again; False if they do already."""
        require(session, Right.CHANGE_OFFICE)
        with self._record.write(session) as writer:
            if not records.replace(writer, code):
                writer.quiet()
                return False
            _changed(writer, "template_shipped_again", code, code=code)
        return True

    def compare(
        self, session: Session, code: str, before: str = "", after: str = ""
    ) -> tuple[Difference, ...]:
        """Give what two versions say differently; an empty id is the shipped one."""
        one = self.open(session, code, before)
        other = self.open(session, code, after)
        return differences(one.content, other.content)


def _line(code: str, language: str, own: tuple[OwnTemplate, ...]) -> TemplateLine:
    mine = [each for each in own if each.code == code]
    in_use = next((each for each in mine if each.status == IN_USE), None)
    draft = next((each for each in mine if each.status == DRAFT), None)
    said = opened(in_use) if in_use else shipped(code)
    return TemplateLine(code, said.spoken(language).name, in_use, draft, len(mine))


def _require_checked(checked: Checked, today: date) -> None:
    if not checked.by.strip():
        raise Trouble(
            "template_unchecked",
            N_("Write who has read the wording for those who use the service."),
        )
    try:
        on = date.fromisoformat(checked.on)
    except ValueError:
        on = None
    if on is None or on > today:
        raise Trouble(
            "template_unchecked",
            N_("Write the day on which the wording was read, today at the latest."),
        )


def _known(reader: Reader, version_id: str) -> OwnTemplate:
    row = queries.one(reader, version_id)
    if row is None:
        raise Trouble(
            "template_gone",
            N_("This version of the template is gone. The others are as they were."),
        )
    return row


def _overtaken() -> Trouble:
    return Trouble(
        "template_changed",
        N_("Somebody else has changed this template meanwhile. Open it again; yours is not lost."),
    )


def _text(content: TemplateSet) -> str:
    return json.dumps(content.to_data(), ensure_ascii=False, sort_keys=True)


def _changed(writer: Writer, what: str, version_id: str, **details: object) -> None:
    writer.audit(what, "plan_template", version_id, None, **details)
    writer.touch("settings")
