"""Tables of judging: alerts and their events, missing readings, and where the engine stands."""

from sqlalchemy import Index, Table, text

from station.models.tables.columns import (
    METADATA,
    flag,
    given,
    key,
    maybe,
    maybe_moment,
    moment,
    of_patient,
    of_row,
    patient_key,
    whole,
    words,
)

engine_states = Table(
    "engine_states",
    METADATA,
    patient_key(),
    key("component"),
    given("state"),
    moment("up_to"),
)

alerts = Table(
    "alerts",
    METADATA,
    key(),
    of_patient(),
    given("component"),
    given("side"),
    whole("level"),
    given("state"),
    moment("opened_at"),
    moment("measured_at"),
    moment("arrived_at"),
    given("reading_id"),
    given("plan_version_id"),
    flag("plan_approved"),
    flag("confirmed"),
    given("why"),
    maybe("taken_by"),
    maybe_moment("taken_at"),
    maybe_moment("waiting_until"),
    maybe_moment("proposed_at"),
    maybe_moment("closed_at"),
    maybe("closed_by"),
    words("action"),
    words("verdict"),
    words("note"),
    # Two open alerts about the same thing would split one course of events in two.
    Index(
        "uq_alerts_open",
        "patient_id",
        "component",
        "side",
        unique=True,
        sqlite_where=text("state <> 'closed'"),
    ),
    Index(None, "patient_id", "opened_at"),
)

alert_events = Table(
    "alert_events",
    METADATA,
    key(),
    of_row("alert_id", "alerts.id"),
    of_patient(),
    whole("level"),
    moment("at"),
    given("reading_id"),
    given("plan_version_id"),
    given("why"),
    Index(None, "alert_id"),
    Index(None, "patient_id", "at"),
)

missing_episodes = Table(
    "missing_episodes",
    METADATA,
    key(),
    of_patient(),
    given("kind"),
    moment("due_at"),
    moment("noted_at"),
    maybe_moment("ended_at"),
    maybe("ended_by_reading"),
    Index(None, "patient_id", "kind", "due_at"),
)

judgements = Table(
    "judgements",
    METADATA,
    patient_key(),
    moment("judged_at"),
    given("state"),
    words("reason"),
)
