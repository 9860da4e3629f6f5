"""Tables of self-care plans: templates, plans, versions, and the GP's appointment after the start.

An approved version never changes.
"""

from sqlalchemy import Index, Table, UniqueConstraint

from station.models.tables.columns import (
    METADATA,
    given,
    key,
    maybe,
    maybe_moment,
    moment,
    of_patient,
    of_row,
    whole,
    words,
)

plans = Table(
    "plans",
    METADATA,
    key(),
    of_patient(),
    given("template"),
    moment("created_at"),
    Index(None, "patient_id"),
)

plan_versions = Table(
    "plan_versions",
    METADATA,
    key(),
    of_row("plan_id", "plans.id"),
    of_patient(),
    whole("number"),
    given("status"),
    given("content"),
    given("content_hash"),
    maybe("based_on"),
    moment("created_at"),
    given("created_by"),
    words("approved_by_name"),
    maybe("approved_on"),
    words("approved_channel"),
    words("approval_note"),
    maybe_moment("registered_at"),
    maybe("registered_by"),
    maybe_moment("in_force_from"),
    maybe_moment("in_force_to"),
    UniqueConstraint("plan_id", "number"),
    Index(None, "patient_id", "status"),
)

plan_templates = Table(
    "plan_templates",
    METADATA,
    key(),
    given("code"),
    whole("version"),
    given("status"),
    given("content"),
    given("content_hash"),
    words("checked_by"),
    maybe("checked_on"),
    words("note"),
    moment("created_at"),
    given("created_by"),
    maybe_moment("decided_at"),
    maybe("decided_by"),
    UniqueConstraint("code", "version"),
)

appointments = Table(
    "appointments",
    METADATA,
    key(),
    of_patient(),
    given("state"),
    maybe("on_day"),
    words("note"),
    moment("noted_at"),
    given("noted_by"),
    Index(None, "patient_id", "noted_at"),
)
