"""Tables of what rests or tightens an alert: snoozes, closer follow-up, what was acknowledged."""

from sqlalchemy import Index, Table

from station.models.tables.columns import (
    METADATA,
    given,
    key,
    maybe,
    maybe_moment,
    moment,
    of_patient,
    whole,
    words,
)

snoozes = Table(
    "snoozes",
    METADATA,
    key(),
    of_patient(),
    given("component"),
    given("side"),
    moment("from_at"),
    moment("until_at"),
    words("reason"),
    given("set_by"),
    maybe_moment("ended_at"),
    maybe("ended_by"),
    Index(None, "patient_id", "component", "side"),
)

followups = Table(
    "followups",
    METADATA,
    key(),
    of_patient(),
    moment("from_at"),
    moment("until_at"),
    words("reason"),
    given("set_by"),
    maybe_moment("ended_at"),
    maybe("ended_by"),
    Index(None, "patient_id"),
)

acknowledgements = Table(
    "acknowledgements",
    METADATA,
    key(),
    of_patient(),
    given("round_id"),
    moment("at"),
    given("by"),
    moment("up_to"),
    whole("readings"),
    maybe_moment("undone_at"),
    Index(None, "patient_id", "at"),
    Index(None, "round_id"),
)
