"""Tables of the paper bridge: every print of a plan, what came back, and the scanned pages."""

from sqlalchemy import Column, Index, LargeBinary, Table

from station.models.tables.columns import (
    METADATA,
    given,
    key,
    maybe,
    moment,
    of_patient,
    of_row,
    whole,
    words,
)

plan_prints = Table(
    "plan_prints",
    METADATA,
    key(),
    of_row("version_id", "plan_versions.id"),
    of_patient(),
    given("sheet"),
    given("code"),
    given("content_hash"),
    words("content"),
    given("language"),
    whole("pages"),
    moment("printed_at"),
    given("printed_by"),
    Index(None, "version_id"),
    Index(None, "patient_id", "printed_at"),
)

plan_answers = Table(
    "plan_answers",
    METADATA,
    key(),
    of_row("version_id", "plan_versions.id"),
    of_patient(),
    given("answer"),
    words("by_name"),
    maybe("answered_on"),
    words("channel"),
    words("note"),
    maybe("print_id"),
    maybe("new_version_id"),
    moment("registered_at"),
    given("registered_by"),
    Index(None, "version_id"),
    Index(None, "patient_id", "registered_at"),
)

documents = Table(
    "documents",
    METADATA,
    key(),
    of_patient(),
    given("subject_kind"),
    given("subject_id"),
    given("kind"),
    words("file_name"),
    given("media_type"),
    whole("pages"),
    whole("size"),
    given("digest"),
    Column("content", LargeBinary, nullable=False),
    words("note"),
    moment("added_at"),
    given("added_by"),
    Index(None, "patient_id", "added_at"),
    Index(None, "subject_kind", "subject_id"),
)
