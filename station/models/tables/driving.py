"""Tables of visits: what is to be done where, the rounds of a day, and the ways between places."""

from sqlalchemy import Column, Index, Table, Text, UniqueConstraint

from station.models.tables.columns import (
    METADATA,
    given,
    key,
    maybe,
    maybe_moment,
    maybe_of_patient,
    maybe_of_row,
    maybe_whole,
    moment,
    of_row,
    whole,
    words,
)

driving_rounds = Table(
    "driving_rounds",
    METADATA,
    key(),
    given("day"),
    whole("number", 1),
    words("driver"),
    words("note"),
    maybe_whole("metres_planned"),
    maybe_whole("minutes_planned"),
    maybe_whole("metres_driven"),
    maybe_whole("minutes_driven"),
    moment("created_at"),
    given("created_by"),
    maybe_moment("closed_at"),
    maybe("closed_by"),
    UniqueConstraint("day", "number"),
)

visits = Table(
    "visits",
    METADATA,
    key(),
    maybe_of_patient(),
    maybe_of_row("institution_id", "institutions.id"),
    given("purpose"),
    maybe("planned_on"),
    maybe_of_row("round_id", "driving_rounds.id"),
    whole("position", 0),
    words("note"),
    Column("state", Text, nullable=False, server_default="planned"),
    words("reason"),
    maybe_whole("minutes"),
    moment("created_at"),
    given("created_by"),
    maybe_moment("done_at"),
    maybe("done_by"),
    Index(None, "planned_on"),
    Index(None, "round_id", "position"),
    Index(None, "patient_id"),
)

visit_devices = Table(
    "visit_devices",
    METADATA,
    of_row("visit_id", "visits.id"),
    of_row("device_id", "devices.id"),
    UniqueConstraint("visit_id", "device_id"),
)

# A way between two places ("office", "patient:<id>", "institution:<id>"), the lesser name first.
distances = Table(
    "distances",
    METADATA,
    given("place_a"),
    given("place_b"),
    whole("metres"),
    maybe_whole("minutes"),
    moment("changed_at"),
    given("changed_by"),
    UniqueConstraint("place_a", "place_b"),
)
