"""The table of contacts: calls, advice, messages to the GP, visits and notes."""

from sqlalchemy import Index, Table

from station.models.tables.columns import METADATA, given, key, maybe, moment, of_patient, words

contacts = Table(
    "contacts",
    METADATA,
    key(),
    of_patient(),
    maybe("alert_id"),
    given("kind"),
    given("initiative"),
    words("outcome"),
    words("note"),
    moment("at"),
    given("by"),
    Index(None, "patient_id", "at"),
    Index(None, "alert_id"),
)
