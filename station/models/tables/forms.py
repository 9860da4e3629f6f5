"""Tables of forms: versions of what is asked, and what was answered."""

from sqlalchemy import Index, Table, UniqueConstraint

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

form_versions = Table(
    "form_versions",
    METADATA,
    key(),
    given("code"),
    whole("version"),
    given("status"),
    given("content"),
    given("content_hash"),
    words("checked_by"),
    maybe("checked_on"),
    moment("created_at"),
    given("created_by"),
    maybe_moment("decided_at"),
    maybe("decided_by"),
    UniqueConstraint("code", "version"),
)

form_answers = Table(
    "form_answers",
    METADATA,
    key(),
    of_patient(),
    given("form_code"),
    whole("form_version"),
    given("language"),
    moment("answered_at"),
    moment("arrived_at"),
    given("answered_by"),
    words("answered_name"),
    given("source"),
    given("answers"),
    given("scores"),
    words("comment"),
    maybe_moment("comment_read_at"),
    maybe("comment_read_by"),
    words("entered_by"),
    words("excluded"),
    words("excluded_reason"),
    maybe("excluded_by"),
    maybe_moment("excluded_at"),
    given("source_key"),
    words("raw"),
    UniqueConstraint("patient_id", "form_code", "source_key"),
    Index(None, "patient_id", "answered_at"),
)
