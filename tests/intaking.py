"""What tests of letting readings in share: a nurse, a file of five persons, a plan in force."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from station.core.ids import new_id
from station.models.database import Actor, Database
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import PlanContent, ScheduleItem
from station.services.session import Session

DAY = 86_400_000
NURSE = Session("0" * 31 + "1", "Rask Elg", "RE", "nurse", "en")
BENEFIT = Session("0" * 31 + "2", "Lun Hylle", "LH", "benefit", "en")
SPO2 = (
    Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 86),
    Limit("spo2", Level.YELLOW, Side.LOW, Operator.BELOW, 89, 2, 2),
)
SCHEDULE = (ScheduleItem("weight", (0,), "10:00"), ScheduleItem("spo2", (0, 1), "10:00"))


def plan_in_force(
    database: Database, actor: Actor, patient_id: str, since: int, content: PlanContent
) -> None:
    """Put an approved plan in force from `since` without the plan service."""
    plan_id, text = new_id(), json.dumps(content.to_data())
    with database.write(actor) as writer:
        writer.execute(
            "INSERT INTO plans (id, patient_id, template, created_at) VALUES (?, ?, 'kols', ?)",
            (plan_id, patient_id, since),
        )
        writer.execute(
            "INSERT INTO plan_versions (id, plan_id, patient_id, number, status, content, "
            "content_hash, created_at, created_by, in_force_from) "
            "VALUES (?, ?, ?, 1, 'approved', ?, '', ?, 'x', ?)",
            (new_id(), plan_id, patient_id, text, since, since),
        )
        writer.audit("plan_made_for_test", "plan", plan_id, patient_id)


def spo2_plan(limits: tuple[Limit, ...] = SPO2) -> PlanContent:
    """A plan that asks for weight and SpO2 and has limits for SpO2."""
    return PlanContent("kols", "nb", schedule=SCHEDULE, limits=limits)


def sensor_file(path: Path, rows: int, persons: int = 5) -> Path:
    """Write a file of the shape of a sensor's export: "","id","time","gl", in mg/dL."""
    lines, begin = ['"","id","time","gl"'], datetime(2026, 9, 1, 0, 0, 27)  # noqa: DTZ001
    share = -(-rows // persons)
    for at in range(rows):
        person, step = divmod(at, share)
        moment = begin + timedelta(minutes=5 * step)
        lines.append(f'"{at + 1}","Subject {person + 1}",{moment},{90 + (at * 37) % 120}')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
