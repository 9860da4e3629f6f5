"""Closed alerts with what was said of them; the counting is in services."""

from station.models.database import Actor, Database
from station.models.queries import verdicts
from tests.patients import registered


def test_only_closed_alerts_since_the_moment_are_given(database: Database, actor: Actor) -> None:
    one, other = registered(database, actor), registered(database, actor, family="Bjørk")
    with database.write(actor) as writer:
        for number, (patient, state, at, why) in enumerate(
            (
                (one, "closed", 10, '{"rule": "change"}'),
                (one, "open", None, "{}"),
                (other, "closed", 5, "{}"),
            )
        ):
            writer.execute(
                "INSERT INTO alerts (id, patient_id, component, side, level, state, opened_at, "
                "measured_at, arrived_at, reading_id, plan_version_id, plan_approved, confirmed, "
                "why, closed_at, verdict, action, proposed_at) VALUES "
                "(?, ?, 'spo2', 'low', 1, ?, 1, 1, 1, 'r', '', 1, 1, ?, ?, 'real', 'call', 2)",
                (str(number), patient, state, why, at),
            )
        writer.quiet()
        assert [(row.rule, row.proposed) for row in verdicts.closed(writer, 6)] == [
            ("change", True)
        ]
        assert [row.rule for row in verdicts.closed(writer, 0)] == ["", "change"]
        assert [row.patient_id for row in verdicts.closed(writer, 0, one)] == [one]
        assert verdicts.names(writer, [one, "nobody"]) == {one: "Rask Elg"}
