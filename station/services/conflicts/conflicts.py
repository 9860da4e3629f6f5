"""Conflicts: what a machine may not decide, both sides of it, and what a person chooses.

A choice is an ordinary change of this station: it goes out, and is logged with its fields.
"""

from collections.abc import Mapping

from station.core.i18n import N_, speaking, tr
from station.core.trouble import Trouble
from station.models.database import Reader
from station.models.queries import outbox, shared_rows
from station.models.queries import sync_conflicts as queries
from station.models.queries.sync_conflicts import ConflictRow as Row
from station.models.records import sync_conflicts as records
from station.rules.synced import Way, kind_of
from station.services.conflicts import choosing, undoing, words
from station.services.conflicts.values import Chosen, Conflict, ConflictRow, Made, Pair, Side
from station.services.record import Record
from station.services.rights import Right, may, require
from station.services.session import Session

__all__ = ["Chosen", "Conflict", "ConflictRow", "Conflicts", "Made", "Pair", "Side"]

_RIGHTS = {"users": Right.MANAGE_STAFF, "form_versions": Right.CHANGE_OFFICE}
_SIDES = ("ours", "theirs")
_ONE_BY_ONE = ("both_changed", "role", "number_wrong", "closed_twice", "differs")


class Conflicts:
    """Shows conflicts and takes choices."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def listed(self, session: Session) -> tuple[ConflictRow, ...]:
        """Give all that wait for a choice, the oldest first."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            names = choosing.names_of(reader)
            return tuple(
                ConflictRow(
                    row.id,
                    names.get(row.patient_id or "", ""),
                    words.what_words(row.kind),
                    row.found_at,
                    row.patient_id,
                )
                for row in queries.listed(reader)
            )

    def count(self, session: Session) -> int:
        """Give how many wait for a choice."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return queries.count(reader)

    def one(self, session: Session, conflict_id: str) -> Conflict:
        """Give one, both sides of it; Trouble `conflict_over` if it was decided meanwhile."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            row = queries.one(reader, conflict_id)
            if row is None or row.state != records.OPEN:
                raise Trouble(
                    "conflict_over", N_("This was decided meanwhile. There is nothing to choose.")
                )
            return _shown(reader, session, row)

    def choose(
        self, session: Session, conflict_id: str, choice: Chosen, note: str = ""
    ) -> Made | None:
        """Take one side, or each field from its side; None if it was decided meanwhile.

        Raises Trouble `not_allowed`, and `conflict_choice` for what cannot be chosen.
        """
        require(session, Right.SEE_PATIENTS)
        with self._record.write(session) as writer:
            writer.quiet()
            row = queries.one(writer, conflict_id)
            require(session, _right(row.kind) if row is not None else Right.EDIT_PATIENTS)
            if row is None or row.state != records.OPEN:
                return None
            sides = _sides(row, choice)
            told = "each" if len(set(sides.values())) > 1 else next(iter(sides.values()))
            fields = [name for name in sides if name]
            seen = undoing.look(writer, row)
            records.choose(writer, row.kind, row.record_id, told, fields, note.strip())
            choosing.take(writer, row, sides)
            writer.touch("exchange", row.patient_id)
            final = bool(undoing.lasting(row) & set(sides.values()))
            return undoing.made(writer, row, seen, final=final)

    def undo(self, session: Session, choice: Made) -> None:
        """Put back what stood before a choice of a moment ago, and open the conflict again.

        Raises Trouble `not_allowed`, `undo_late` ten minutes after, and `conflict_undo` if anybody
        has changed the record since, here or elsewhere; nothing is put back then.
        """
        require(session, Right.SEE_PATIENTS)
        with self._record.write(session) as writer:
            writer.quiet()
            for kind, _ in choice.about:
                require(session, _right(kind))
            undoing.undo(writer, choice)


def _right(kind: str) -> Right:
    return _RIGHTS.get(kind, Right.EDIT_PATIENTS)


def _by_field(row: Row) -> bool:
    return kind_of(row.kind).way is not Way.GUARDED and row.reason in _ONE_BY_ONE


def _sides(row: Row, choice: Chosen) -> dict[str, str]:
    """Give the side of each column in question; of the whole under "" where there is none."""
    columns = row.columns or ("",)
    sides = (
        dict.fromkeys(columns, choice)
        if isinstance(choice, str)
        else {name: choice.get(name, choice.get(_beside(name), "")) for name in columns}
    )
    mixed = len(set(sides.values())) > 1
    if not set(sides.values()) <= set(_SIDES) or (mixed and not _by_field(row)):
        raise Trouble("conflict_choice", N_("Choose a side for each field first."))
    return sides


def _beside(name: str) -> str:
    """What a column that is not shown goes along with."""
    return {"serial_key": "serial", "content_hash": "content"}.get(name, name)


def _shown(reader: Reader, session: Session, row: Row) -> Conflict:
    names = choosing.names_of(reader)
    hidden = _hidden(reader, session, row)
    pairs = tuple(
        Pair(
            name,
            words.column_words(row.kind, name),
            _value(name, row.ours, names, hidden),
            _value(name, row.theirs, names, hidden),
            name in row.columns,
        )
        for name in _columns(row)
    )
    ours_words, theirs_words = words.choice_words(row.reason)
    refused = "" if may(session, _right(row.kind)) else tr("Your role does not include this.")
    return Conflict(
        row.id,
        names.get(row.patient_id or "", ""),
        words.what_words(row.kind),
        words.reason_words(row.reason),
        words.meanwhile_words(row.kind, row.reason),
        pairs,
        choosing.side_of(reader, row, names),
        Side(),
        _by_field(row),
        refused,
        ours_words,
        theirs_words,
        row.channel,
        undoing.lasting(row),
    )


def _columns(row: Row) -> tuple[str, ...]:
    """The columns that differ, and beside them what tells whole versions apart."""
    kind = kind_of(row.kind)
    said = [name for name in row.columns if words.is_seen(name)]
    if _by_field(row) or not row.theirs:
        return tuple(said)
    both = [
        name
        for name in kind.shared
        if words.is_seen(name) and name not in said and row.ours.get(name) != row.theirs.get(name)
    ]
    return tuple(dict.fromkeys((*said, *both)))


def _hidden(reader: Reader, session: Session, row: Row) -> frozenset[str]:
    """What this person may not see: a protected address."""
    if row.patient_id is None or may(session, Right.SEE_ADDRESS):
        return frozenset()
    if row.patient_id not in outbox.protected(reader, [row.patient_id]):
        return frozenset()
    return frozenset({"address", "postal_code", "city", "phone"})


def _value(
    name: str, fields: Mapping[str, object], names: Mapping[str, str], hidden: frozenset[str]
) -> str:
    return tr("Hidden") if name in hidden else words.value_words(name, fields.get(name), names)


def may_send(reader: Reader, patient_id: str) -> bool:
    """Tell whether anything of a patient may be sent: she has not withdrawn every consent."""
    return patient_id not in outbox.withdrawn(reader, [patient_id])


def in_question(reader: Reader, kind: str, record_id: str) -> bool:
    """Tell whether a person has yet to choose about a record that is here."""
    here = shared_rows.one(reader, kind_of(kind), record_id)
    return here is not None and bool(queries.of_record(reader, kind, record_id))
