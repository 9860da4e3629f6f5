"""The table of the audit log, to which rows are only ever added (triggers refuse the rest)."""

from sqlalchemy import Column, Index, Integer, Table

from station.models.tables.columns import METADATA, given, maybe, moment, words

audit = Table(
    "audit",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    moment("at"),
    given("user_id"),
    given("user_name"),
    given("action"),
    given("subject_kind"),
    words("subject_id"),
    maybe("patient_id"),
    given("details"),
    given("mac"),
    Index(None, "patient_id", "at"),
    Index(None, "at"),
    sqlite_autoincrement=True,
)
