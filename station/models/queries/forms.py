"""Reading forms and their answers; without SQLAlchemy, because the first sign-in reads them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from station.core import log
from station.core.i18n import N_
from station.core.trouble import Trouble
from station.models.database import Reader
from station.rules.form_data import form_from
from station.rules.forms import ANSWERED, SHIPPED, Form, FormStatus, levels_of
from station.rules.kinds import is_dotted, place_of
from station.rules.limits import Level


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a form; `content` is its JSON text, `shipped` that the program brought it."""

    id: str
    code: str
    version: int
    status: FormStatus
    content: str
    content_hash: str
    checked_by: str
    checked_on: str
    created_at: int
    shipped: bool

    @property
    def form(self) -> Form:
        """Give the form as values; Trouble `form_unreadable` for what only damage can hold."""
        try:
            return form_from(json.loads(self.content), self.version)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise Trouble(
                "form_unreadable",
                N_(
                    "The questions of a form cannot be read. Every answer is kept. Ask the one who "
                    "looks after Station to check the file."
                ),
            ) from error

    @property
    def readable(self) -> Form | None:
        """Give the form as values, or None for what only damage can hold: for lists, and words."""
        try:
            return self.form
        except Trouble as trouble:
            log.event("trouble", code=trouble.code)
        return None


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answered form as it is kept; `unread` says that somebody's words wait for a reader."""

    id: str
    patient_id: str
    form_code: str
    form_version: int
    language: str
    answered_at: int
    arrived_at: int
    answered_by: str
    answered_name: str
    source: str
    answers: Mapping[str, Any]
    scores: Mapping[str, float | None]
    comment: str
    unread: bool
    entered_by: str
    excluded: str
    excluded_reason: str
    source_key: str


_NO_VERSION = 1 << 31
_VERSION = (
    "SELECT id, code, version, status, content, content_hash, checked_by, "
    "coalesce(checked_on, ''), created_at, created_by FROM form_versions "
)
_ANSWER = (
    "SELECT id, patient_id, form_code, form_version, language, answered_at, arrived_at, "
    "answered_by, answered_name, source, answers, scores, comment, comment_read_at IS NULL, "
    "entered_by, excluded, excluded_reason, source_key FROM form_answers "
)
# What decides about words and levels: never a draft, nor one that is only offered.
_DECIDED = "status IN ('in_use', 'replaced', 'retired')"


def versions(reader: Reader, code: str = "") -> tuple[VersionRow, ...]:
    """Give every version of one form (or of all), by code, the newest first."""
    rows = reader.raw(f"{_VERSION} WHERE ?1 = '' OR code = ?1 ORDER BY code, version DESC", (code,))
    return tuple(_version(row) for row in rows)


def one(reader: Reader, code: str, version: int) -> VersionRow | None:
    """Give one version of a form, or None; a number that no version can have is none."""
    if not 0 <= version < _NO_VERSION:
        return None
    rows = reader.raw(f"{_VERSION} WHERE code = ? AND version = ?", (code, version))
    return _version(rows[0]) if rows else None


def in_use(reader: Reader, code: str = "") -> tuple[VersionRow, ...]:
    """Give the version in use of one form (or of all), by code."""
    rows = reader.raw(
        f"{_VERSION} WHERE status = 'in_use' AND (?1 = '' OR code = ?1) ORDER BY code", (code,)
    )
    return tuple(_version(row) for row in rows)


def hashes(reader: Reader) -> dict[str, dict[int, str]]:
    """Give the hash of every version's content, by code and number."""
    found: dict[str, dict[int, str]] = {}
    for code, version, text in reader.raw("SELECT code, version, content_hash FROM form_versions"):
        found.setdefault(code, {})[version] = text
    return found


def decided_versions(reader: Reader) -> tuple[VersionRow, ...]:
    """Give the versions that were ever in use, the oldest of each form first."""
    rows = reader.raw(f"{_VERSION} WHERE {_DECIDED} ORDER BY code, version")
    return tuple(_version(row) for row in rows)


def answer_levels(reader: Reader, component: str) -> dict[float, Level]:
    """Give what each answer means that `component` is the score of; nothing for a measurement.

    A newer version of the form says it for all; an answer that only an older one has keeps the
    level it has there.
    """
    if not is_dotted(component):
        return {}
    found: dict[float, Level] = {}
    code = component.partition(".")[0]
    rows = reader.raw(f"{_VERSION} WHERE code = ? AND {_DECIDED} ORDER BY version", (code,))
    for row in rows:
        found |= levels_of(_version(row).form).get(component, {})
    return found


def answers(reader: Reader, patient_id: str, code: str = "") -> tuple[AnswerRow, ...]:
    """Give what a patient's forms were answered with, the newest first."""
    rows = reader.raw(
        f"{_ANSWER} WHERE patient_id = ?1 AND (?2 = '' OR form_code = ?2) "
        "ORDER BY answered_at DESC, id",
        (patient_id, code),
    )
    return tuple(_answer(row) for row in rows)


def answer(reader: Reader, answer_id: str) -> AnswerRow | None:
    """Give one answered form, or None."""
    rows = reader.raw(f"{_ANSWER} WHERE id = ?", (answer_id,))
    return _answer(rows[0]) if rows else None


def answer_of_key(reader: Reader, patient_id: str, code: str, source_key: str) -> str | None:
    """Give the id of the answer that is stored under this key, or None."""
    rows = reader.raw(
        "SELECT id FROM form_answers WHERE patient_id = ? AND form_code = ? AND source_key = ?",
        (patient_id, code, source_key),
    )
    return str(rows[0][0]) if rows else None


def last_answered(reader: Reader, patient_id: str) -> dict[str, int]:
    """Give when each form was last answered (UTC ms), by its code; what is left out is not."""
    rows = reader.raw(
        "SELECT form_code, max(answered_at) FROM form_answers "
        "WHERE patient_id = ? AND excluded = '' GROUP BY form_code",
        (patient_id,),
    )
    return {row[0]: row[1] for row in rows}


def readings_of(reader: Reader, row: AnswerRow) -> tuple[tuple[str, str], ...]:
    """Give the readings that an answer became, as (reading, kind)."""
    components = (*row.scores, f"{row.form_code}.{ANSWERED}")
    kinds = sorted({place_of(component)[0].code for component in components})
    marks = ",".join("?" * len(kinds))
    rows = reader.raw(
        "SELECT id, kind FROM readings WHERE patient_id = ? AND source_key = ? "  # noqa: S608
        f"AND kind IN ({marks}) ORDER BY kind",
        (row.patient_id, key_of(row.id), *kinds),
    )
    return tuple((found[0], found[1]) for found in rows)


def key_of(answer_id: str) -> str:
    """Give the key under which the readings of an answer are stored."""
    return f"form:{answer_id}"


def gaps(reader: Reader, patient_id: str, from_ms: int, to_ms: int) -> dict[str, tuple[int, ...]]:
    """Give when (UTC ms) a form was answered without this score, by component, oldest first."""
    rows = reader.raw(
        "SELECT scores, answered_at FROM form_answers WHERE patient_id = ? AND excluded = '' "
        "AND answered_at >= ? AND answered_at < ? ORDER BY answered_at",
        (patient_id, from_ms, to_ms),
    )
    found: dict[str, tuple[int, ...]] = {}
    for scores, at in rows:
        for component, value in json.loads(scores).items():
            if value is None:
                found[component] = (*found.get(component, ()), at)
    return found


def _version(row: tuple[Any, ...]) -> VersionRow:
    return VersionRow(
        row[0],
        row[1],
        row[2],
        FormStatus(row[3]),
        row[4],
        row[5],
        row[6],
        row[7],
        row[8],
        shipped=row[9] == SHIPPED,
    )


def _answer(row: tuple[Any, ...]) -> AnswerRow:
    texts = (json.loads(row[10]), json.loads(row[11]), row[12])
    return AnswerRow(*(*row[:10], *texts, bool(row[13]), *row[14:]))
