"""Tables of the people followed, those around them, and what they agreed to."""

from sqlalchemy import Boolean, Column, Index, Table, UniqueConstraint, true

from station.models.tables.columns import (
    METADATA,
    flag,
    given,
    key,
    maybe,
    maybe_moment,
    moment,
    of_patient,
    patient_key,
    whole,
    words,
)

patients = Table(
    "patients",
    METADATA,
    key(),
    given("given_name"),
    given("family_name"),
    given("search_text"),
    maybe("national_number"),
    words("number_kind"),
    maybe("birth_date"),
    words("gender"),
    words("address"),
    words("postal_code"),
    words("city"),
    words("phone"),
    words("protection"),
    words("language"),
    words("diagnosis"),
    given("status"),
    moment("status_since"),
    maybe("responsible_id"),
    words("gp_name"),
    words("gp_office"),
    words("gp_phone"),
    maybe("deceased_on"),
    words("needs"),
    words("note"),
    moment("created_at"),
    moment("changed_at"),
    whole("revision", 1),
    UniqueConstraint("national_number"),
)

relatives = Table(
    "relatives",
    METADATA,
    key(),
    of_patient(),
    given("name"),
    words("relation"),
    words("phone"),
    flag("reports"),
    words("note"),
    Column("active", Boolean, nullable=False, server_default=true()),
    Index(None, "patient_id"),
)

consents = Table(
    "consents",
    METADATA,
    key(),
    of_patient(),
    given("form_version"),
    given("given_on"),
    given("informed_by"),
    words("note"),
    moment("registered_at"),
    given("registered_by"),
    maybe("withdrawn_on"),
    maybe("withdrawn_by"),
    Index(None, "patient_id"),
)

patient_links = Table(
    "patient_links",
    METADATA,
    key(),
    of_patient("patient_a"),
    of_patient("patient_b"),
    words("reason"),
    moment("linked_at"),
    given("linked_by"),
    maybe_moment("unlinked_at"),
    maybe("unlinked_by"),
    words("unlink_reason"),
    Index(None, "patient_a"),
    Index(None, "patient_b"),
)

pauses = Table(
    "pauses",
    METADATA,
    key(),
    of_patient(),
    words("reason"),
    moment("from_at"),
    maybe_moment("until_at"),
    given("set_by"),
    maybe_moment("ended_at"),
    maybe("ended_by"),
    words("cause"),
    Index(None, "patient_id"),
)

openings = Table(
    "openings",
    METADATA,
    patient_key(),
    given("user_id"),
    moment("since"),
)
