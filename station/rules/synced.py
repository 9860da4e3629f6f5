"""What stations share with each other and with the central server: which columns, and how merged.

Every column of these tables stands here, either as shared or as this station's own.
"""

from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """How two versions of one record become one."""

    UNION = "union"
    """It is only ever added; what may change in it later (`changes`) is merged field by field."""
    FIELDS = "fields"
    """Three-way, field by field; the same field changed on both sides is a conflict."""
    GUARDED = "guarded"
    """Never merged by a machine: a person sees both sides and chooses."""
    CLAIM = "claim"
    """Who has whom open just now: each station speaks for itself."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record: its table, its shared columns, and those that stay here.

    `parents` are the columns that lead to another record, with the kind they lead to: a record
    waits until its parents are here. `changes` are the columns of a UNION record that may still
    change. A `deletable` record may be taken away again by the one who made it.
    """

    name: str
    way: Way
    shared: tuple[str, ...]
    own: tuple[str, ...] = ()
    parents: tuple[tuple[str, str], ...] = ()
    changes: tuple[str, ...] = ()
    key: str = "id"
    patient: str = "patient_id"
    deletable: bool = False

    @property
    def order(self) -> int:
        """Give its place: a kind comes after all that it leads to."""
        return NAMES.index(self.name)


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_OF_PATIENT = (("patient_id", "patients"),)

KINDS: tuple[Kind, ...] = (
    Kind(
        "users",
        Way.FIELDS,
        _names("id name initials role active created_at"),
        _names("slot_id language"),
        patient="",
    ),
    Kind(
        "institutions",
        Way.FIELDS,
        _names(
            "id kind name contact phone address postal_code city note retired created_at created_by"
        ),
        patient="",
    ),
    Kind(
        "patients",
        Way.FIELDS,
        _names(
            "id given_name family_name national_number number_kind birth_date gender address "
            "postal_code city phone protection language diagnosis status status_since "
            "responsible_id gp_name gp_office gp_phone deceased_on needs note created_at"
        ),
        _names("search_text changed_at revision"),
        patient="id",
    ),
    Kind(
        "relatives",
        Way.FIELDS,
        _names("id patient_id name relation phone reports note active"),
        parents=_OF_PATIENT,
    ),
    Kind(
        "consents",
        Way.GUARDED,
        _names(
            "id patient_id form_version given_on informed_by note registered_at registered_by "
            "withdrawn_on withdrawn_by"
        ),
        parents=_OF_PATIENT,
    ),
    Kind(
        "pauses",
        Way.UNION,
        _names("id patient_id reason from_at until_at set_by ended_at ended_by cause"),
        parents=_OF_PATIENT,
        changes=_names("until_at ended_at ended_by"),
    ),
    Kind(
        "plans",
        Way.GUARDED,
        _names("id patient_id template created_at"),
        parents=_OF_PATIENT,
    ),
    Kind(
        "plan_versions",
        Way.GUARDED,
        _names(
            "id plan_id patient_id number status content content_hash based_on created_at "
            "created_by approved_by_name approved_on approved_channel approval_note registered_at "
            "registered_by in_force_from in_force_to"
        ),
        parents=(*_OF_PATIENT, ("plan_id", "plans")),
        deletable=True,
    ),
    Kind(
        "plan_answers",
        Way.UNION,
        _names(
            "id version_id patient_id answer by_name answered_on channel note new_version_id "
            "registered_at registered_by"
        ),
        _names("print_id"),
        parents=(*_OF_PATIENT, ("version_id", "plan_versions")),
    ),
    Kind(
        "form_versions",
        Way.GUARDED,
        _names(
            "id code version status content content_hash checked_by checked_on created_at "
            "created_by decided_at decided_by"
        ),
        patient="",
        deletable=True,
    ),
    Kind(
        "form_answers",
        Way.UNION,
        _names(
            "id patient_id form_code form_version language answered_at arrived_at answered_by "
            "answered_name source answers scores comment comment_read_at comment_read_by "
            "entered_by excluded excluded_reason excluded_by excluded_at source_key"
        ),
        _names("raw"),
        parents=_OF_PATIENT,
        changes=_names(
            "comment_read_at comment_read_by excluded excluded_reason excluded_by excluded_at"
        ),
    ),
    Kind(
        "devices",
        Way.FIELDS,
        _names(
            "id kind model name serial address unencrypted_ok note added_at added_by retired_at "
            "retired_by serial_key label maker owner own bought_on price_ore warranty_until "
            "calibration_due battery_due condition phone state state_since place"
        ),
        _names(
            "bonded firmware battery battery_at clock_offset_ms clock_at last_contact_at "
            "last_sequence kit_id reserved_for reserved_institution import_id"
        ),
        patient="",
    ),
    Kind(
        "readings",
        Way.UNION,
        _names(
            "id patient_id kind taken_at arrived_at device_time zone_name value value2 beyond "
            "original_value original_unit source said_by entered_by confirmed excluded "
            "excluded_reason excluded_by excluded_at remeasures_id source_key note quality "
            "moved_from time_reason device_id"
        ),
        _names("batch_id row_number raw"),
        parents=_OF_PATIENT,
        changes=_names("excluded excluded_reason excluded_by excluded_at"),
    ),
    Kind(
        "alerts",
        Way.UNION,
        _names(
            "id patient_id component side level state opened_at measured_at arrived_at reading_id "
            "plan_version_id plan_approved confirmed why taken_by taken_at waiting_until "
            "closed_at closed_by action verdict note"
        ),
        _names("proposed_at"),
        parents=(*_OF_PATIENT, ("reading_id", "readings")),
        changes=_names(
            "level state reading_id plan_version_id plan_approved confirmed why measured_at "
            "arrived_at taken_by taken_at waiting_until closed_at closed_by action verdict note"
        ),
    ),
    Kind(
        "contacts",
        Way.UNION,
        _names("id patient_id alert_id kind initiative outcome note at by"),
        parents=_OF_PATIENT,
        deletable=True,
    ),
    Kind(
        "loans",
        Way.GUARDED,
        _names(
            "id device_id patient_id borrower from_at lent_by note ended_at ended_by ended_note "
            "user_index user_code institution_id due_on condition_out accessories "
            "replaces_loan_id ended_how"
        ),
        _names("handout_id"),
        parents=(*_OF_PATIENT, ("device_id", "devices"), ("institution_id", "institutions")),
    ),
    Kind(
        "documents",
        Way.UNION,
        # The pages themselves (`content`) follow by their digest; they never change.
        _names(
            "id patient_id subject_kind subject_id kind file_name media_type pages size digest "
            "note added_at added_by"
        ),
        _names("content"),
        parents=_OF_PATIENT,
    ),
    Kind(
        "openings",
        Way.CLAIM,
        _names("patient_id user_id since"),
        parents=_OF_PATIENT,
        key="patient_id",
        deletable=True,
    ),
)

NAMES: tuple[str, ...] = tuple(kind.name for kind in KINDS)
_BY_NAME = {kind.name: kind for kind in KINDS}


def kind_of(name: str) -> Kind:
    """Give the kind of this name; KeyError if nothing of that name is shared."""
    return _BY_NAME[name]
