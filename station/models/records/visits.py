"""Writing visits: planned, put on a round, done, not at home, moved, called off."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from station.core.ids import new_id
from station.models.database import Writer
from station.models.driver import Value


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What a visit is: to whom or where, what for, on which day (ISO) if one is chosen.

    `tried` is the day (ISO) on which somebody was there in vain, a stroke, and the reason.
    """

    patient_id: str | None
    institution_id: str | None
    purpose: str
    planned_on: str | None = None
    note: str = ""
    devices: tuple[str, ...] = ()
    tried: str = ""


def add(writer: Writer, facts: VisitFacts) -> str:
    """Store a visit that is on no round yet, and give its id."""
    visit_id = new_id()
    values: dict[str, Value] = {
        "id": visit_id,
        "patient_id": facts.patient_id,
        "institution_id": facts.institution_id,
        "purpose": facts.purpose,
        "planned_on": facts.planned_on,
        "note": facts.note,
        "reason": facts.tried,
        "created_at": writer.clock_now,
        "created_by": writer.actor.user_id,
    }
    marks = ", ".join("?" * len(values))
    writer.execute(
        f"INSERT INTO visits ({', '.join(values)}) VALUES ({marks})",  # noqa: S608  (our names)
        tuple(values.values()),
    )
    writer.executemany(
        "INSERT INTO visit_devices (visit_id, device_id) VALUES (?, ?)",
        [(visit_id, device) for device in dict.fromkeys(facts.devices)],
    )
    writer.audit("visit_planned", "visit", visit_id, facts.patient_id, purpose=facts.purpose)
    writer.touch("visits", facts.patient_id)
    return visit_id


def place(writer: Writer, visit_ids: Sequence[str], round_id: str) -> None:
    """Let these visits stand on a round in this order; no row of the log by itself."""
    writer.executemany(
        "UPDATE visits SET round_id = ?, position = ? WHERE id = ?",
        [(round_id, at, visit_id) for at, visit_id in enumerate(visit_ids, 1)],
    )
    writer.touch("visits")


def placed(writer: Writer, round_id: str, visits: Iterable[tuple[str, str | None]]) -> None:
    """Enter that (visit, patient) were put on a round."""
    for visit_id, patient_id in visits:
        writer.audit("visit_on_round", "visit", visit_id, patient_id, round=round_id)
        writer.touch("visits", patient_id)


def ordered(writer: Writer, round_id: str) -> None:
    """Enter that a round got another order."""
    writer.audit("round_ordered", "round", round_id)


def take_off(writer: Writer, visit_id: str, patient_id: str | None) -> None:
    """Put a visit back on the list."""
    writer.execute("UPDATE visits SET round_id = NULL, position = 0 WHERE id = ?", (visit_id,))
    writer.audit("visit_off_round", "visit", visit_id, patient_id)
    writer.touch("visits", patient_id)


def end(
    writer: Writer,
    visit_id: str,
    patient_id: str | None,
    state: str,
    *,
    reason: str = "",
    minutes: int | None = None,
) -> None:
    """Note how a visit ended: done, not_home, moved or cancelled."""
    writer.execute(
        "UPDATE visits SET state = ?, reason = ?, minutes = ?, done_at = ?, done_by = ? "
        "WHERE id = ?",
        (state, reason, minutes, writer.clock_now, writer.actor.user_id, visit_id),
    )
    writer.audit("visit_ended", "visit", visit_id, patient_id, state=state)
    writer.touch("visits", patient_id)


def reopen(writer: Writer, visit_id: str, patient_id: str | None) -> None:
    """Take back how a visit ended: it is planned again, where it was."""
    writer.execute(
        "UPDATE visits SET state = 'planned', reason = '', minutes = NULL, done_at = NULL, "
        "done_by = NULL WHERE id = ?",
        (visit_id,),
    )
    writer.audit("visit_reopened", "visit", visit_id, patient_id)
    writer.touch("visits", patient_id)


def drop(writer: Writer, visit_id: str, patient_id: str | None) -> None:
    """Take out a visit that came of another's end which was taken back."""
    writer.execute("DELETE FROM visit_devices WHERE visit_id = ?", (visit_id,))
    writer.execute("DELETE FROM visits WHERE id = ?", (visit_id,))
    writer.audit("visit_dropped", "visit", visit_id, patient_id)
    writer.touch("visits", patient_id)
