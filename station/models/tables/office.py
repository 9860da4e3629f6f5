"""Tables of the installation itself: facts about the file, settings, users and their drafts."""

from sqlalchemy import Boolean, Column, Table, UniqueConstraint, true

from station.models.tables.columns import (
    METADATA,
    given,
    key,
    maybe,
    moment,
    of_row,
    words,
)

meta = Table("meta", METADATA, key("key"), given("value"))

settings = Table(
    "settings", METADATA, key("key"), given("value"), moment("changed_at"), given("changed_by")
)

users = Table(
    "users",
    METADATA,
    key(),
    maybe("slot_id"),
    given("name"),
    given("initials"),
    given("role"),
    given("language"),
    Column("active", Boolean, nullable=False, server_default=true()),
    moment("created_at"),
    UniqueConstraint("slot_id"),
)

drafts = Table(
    "drafts",
    METADATA,
    key(),
    of_row("user_id", "users.id"),
    given("subject_kind"),
    words("subject_id"),
    given("content"),
    moment("changed_at"),
    UniqueConstraint("user_id", "subject_kind", "subject_id"),
)
