"""Exchange with others: a log of changes written by triggers, outbox, inbox, conflicts.

Revision ID: 0005
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels: str | None = None
depends_on: str | None = None

_TABLES = (
    """
    CREATE TABLE sync_hand (
        id INTEGER NOT NULL, station TEXT DEFAULT '' NOT NULL, capture BOOLEAN DEFAULT 0
        NOT NULL, mute TEXT DEFAULT '' NOT NULL, now INTEGER DEFAULT 0 NOT NULL, actor
        TEXT DEFAULT '' NOT NULL, nonce TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_sync_hand PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE sync_log (
        seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, origin TEXT NOT NULL, number
        TEXT, kind TEXT NOT NULL, record_id TEXT NOT NULL, patient_id TEXT, op TEXT NOT
        NULL, old TEXT, new TEXT, at INTEGER NOT NULL, "by" TEXT DEFAULT '' NOT NULL,
        CONSTRAINT uq_sync_log_origin_number UNIQUE (origin, number)
    )
    """,
    """
    CREATE TABLE sync_channels (
        name TEXT NOT NULL, enabled BOOLEAN DEFAULT 0 NOT NULL, settings TEXT DEFAULT ''
        NOT NULL, position INTEGER DEFAULT 0 NOT NULL, audit_position INTEGER DEFAULT 0
        NOT NULL, last_try_at INTEGER, sent_at INTEGER, pulled_at INTEGER, failing_since
        INTEGER, reason_code TEXT DEFAULT '' NOT NULL, reason TEXT DEFAULT '' NOT NULL,
        paused_until INTEGER, clock_skew_ms INTEGER,
        CONSTRAINT pk_sync_channels PRIMARY KEY (name)
    )
    """,
    """
    CREATE TABLE sync_outbox (
        channel TEXT NOT NULL, kind TEXT NOT NULL, record_id TEXT NOT NULL, patient_id
        TEXT, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL, since INTEGER NOT
        NULL, state TEXT NOT NULL, attempts INTEGER DEFAULT 0 NOT NULL, next_at INTEGER
        NOT NULL, sealed TEXT, sealed_seq INTEGER, etag TEXT DEFAULT '' NOT NULL,
        reason_code TEXT DEFAULT '' NOT NULL, reason TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_sync_outbox PRIMARY KEY (channel, kind, record_id)
    )
    """,
    """
    CREATE TABLE sync_heads (
        channel TEXT NOT NULL, kind TEXT NOT NULL, record_id TEXT NOT NULL,
        resource_type TEXT NOT NULL, resource_id TEXT NOT NULL, version TEXT DEFAULT ''
        NOT NULL, fields TEXT NOT NULL, body TEXT, gone_at INTEGER,
        CONSTRAINT pk_sync_heads PRIMARY KEY (channel, kind, record_id)
    )
    """,
    """
    CREATE TABLE sync_cursors (
        channel TEXT NOT NULL, resource_type TEXT NOT NULL, cursor TEXT DEFAULT '' NOT
        NULL, complete_at INTEGER, reconciled_at INTEGER,
        CONSTRAINT pk_sync_cursors PRIMARY KEY (channel, resource_type)
    )
    """,
    """
    CREATE TABLE sync_inbox (
        id TEXT NOT NULL, channel TEXT NOT NULL, kind TEXT DEFAULT '' NOT NULL,
        record_id TEXT DEFAULT '' NOT NULL, resource_type TEXT NOT NULL, resource_id
        TEXT NOT NULL, version TEXT DEFAULT '' NOT NULL, body TEXT NOT NULL, received_at
        INTEGER NOT NULL, state TEXT NOT NULL, reason_code TEXT DEFAULT '' NOT NULL,
        reason_values TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_sync_inbox PRIMARY KEY (id),
        CONSTRAINT uq_sync_inbox_channel_resource_type_resource_id_version UNIQUE
            (channel, resource_type, resource_id, version)
    )
    """,
    """
    CREATE TABLE sync_conflicts (
        id TEXT NOT NULL, channel TEXT NOT NULL, kind TEXT NOT NULL, record_id TEXT NOT
        NULL, patient_id TEXT, reason TEXT NOT NULL, base TEXT DEFAULT '' NOT NULL, ours
        TEXT DEFAULT '' NOT NULL, theirs TEXT DEFAULT '' NOT NULL, fields TEXT DEFAULT
        '' NOT NULL, found_at INTEGER NOT NULL, state TEXT NOT NULL, chosen TEXT DEFAULT
        '' NOT NULL, chosen_by TEXT, chosen_at INTEGER, note TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_sync_conflicts PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE sync_runs (
        id TEXT NOT NULL, channel TEXT NOT NULL, begun_at INTEGER NOT NULL, ended_at
        INTEGER, outcome TEXT DEFAULT '' NOT NULL, sent INTEGER DEFAULT 0 NOT NULL,
        received INTEGER DEFAULT 0 NOT NULL, applied INTEGER DEFAULT 0 NOT NULL,
        conflicts INTEGER DEFAULT 0 NOT NULL, held INTEGER DEFAULT 0 NOT NULL,
        reason_code TEXT DEFAULT '' NOT NULL, reason TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_sync_runs PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE sync_peers (
        station TEXT NOT NULL, name TEXT DEFAULT '' NOT NULL, theirs INTEGER DEFAULT 0
        NOT NULL, ours INTEGER DEFAULT 0 NOT NULL, their_audit INTEGER DEFAULT 0 NOT
        NULL, our_audit INTEGER DEFAULT 0 NOT NULL, received_at INTEGER, written_at
        INTEGER,
        CONSTRAINT pk_sync_peers PRIMARY KEY (station)
    )
    """,
    """
    CREATE TABLE sync_parts (
        station TEXT NOT NULL, from_seq INTEGER NOT NULL, to_seq INTEGER NOT NULL,
        content BLOB NOT NULL, received_at INTEGER NOT NULL,
        CONSTRAINT pk_sync_parts PRIMARY KEY (station, from_seq)
    )
    """,
    """
    CREATE TABLE sync_claims (
        patient_id TEXT NOT NULL, station TEXT NOT NULL, user_id TEXT DEFAULT '' NOT
        NULL, user_name TEXT DEFAULT '' NOT NULL, since INTEGER NOT NULL,
        CONSTRAINT pk_sync_claims PRIMARY KEY (patient_id, station)
    )
    """,
    """
    CREATE TABLE sync_audit (
        station TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, user_id TEXT
        NOT NULL, user_name TEXT NOT NULL, action TEXT NOT NULL, subject_kind TEXT NOT
        NULL, subject_id TEXT DEFAULT '' NOT NULL, patient_id TEXT, details TEXT NOT
        NULL, mac TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_sync_audit PRIMARY KEY (station, seq)
    )
    """,
    """
    CREATE TABLE former_numbers (
        id TEXT NOT NULL, patient_id TEXT NOT NULL, number TEXT NOT NULL, number_kind
        TEXT DEFAULT '' NOT NULL, until INTEGER NOT NULL, "by" TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_former_numbers PRIMARY KEY (id),
        CONSTRAINT fk_former_numbers_patient_id FOREIGN KEY(patient_id) REFERENCES
            patients (id)
    )
    """,
)

_INDEXES = (
    "CREATE INDEX ix_sync_log_kind_record_id_seq ON sync_log (kind, record_id, seq)",
    "CREATE INDEX ix_sync_outbox_channel_state_next_at ON sync_outbox (channel, state, next_at)",
    "CREATE INDEX ix_sync_outbox_patient_id ON sync_outbox (patient_id)",
    (
        "CREATE INDEX ix_sync_heads_channel_resource_type_resource_id "
        "ON sync_heads (channel, resource_type, resource_id)"
    ),
    "CREATE INDEX ix_sync_inbox_channel_state ON sync_inbox (channel, state)",
    "CREATE INDEX ix_sync_inbox_kind_record_id ON sync_inbox (kind, record_id)",
    "CREATE INDEX ix_sync_conflicts_kind_record_id ON sync_conflicts (kind, record_id)",
    "CREATE INDEX ix_sync_conflicts_patient_id ON sync_conflicts (patient_id)",
    "CREATE INDEX ix_sync_conflicts_state_found_at ON sync_conflicts (state, found_at)",
    "CREATE INDEX ix_sync_runs_channel_begun_at ON sync_runs (channel, begun_at)",
    "CREATE INDEX ix_sync_audit_patient_id_at ON sync_audit (patient_id, at)",
    "CREATE INDEX ix_former_numbers_number ON former_numbers (number)",
    "CREATE INDEX ix_former_numbers_patient_id ON former_numbers (patient_id)",
)

# Kind: its key, the column that names the patient ("" where there is none), its shared columns.
_SHARED = {
    "users": (
        "id",
        "",
        "id name initials role active created_at",
    ),
    "institutions": (
        "id",
        "",
        "id kind name contact phone address postal_code city note retired created_at created_by",
    ),
    "patients": (
        "id",
        "id",
        (
            "id given_name family_name national_number number_kind birth_date gender address "
            "postal_code city phone protection language diagnosis status status_since "
            "responsible_id gp_name gp_office gp_phone deceased_on needs note created_at"
        ),
    ),
    "relatives": (
        "id",
        "patient_id",
        "id patient_id name relation phone reports note active",
    ),
    "consents": (
        "id",
        "patient_id",
        (
            "id patient_id form_version given_on informed_by note registered_at registered_by "
            "withdrawn_on withdrawn_by"
        ),
    ),
    "pauses": (
        "id",
        "patient_id",
        "id patient_id reason from_at until_at set_by ended_at ended_by cause",
    ),
    "plans": (
        "id",
        "patient_id",
        "id patient_id template created_at",
    ),
    "plan_versions": (
        "id",
        "patient_id",
        (
            "id plan_id patient_id number status content content_hash based_on created_at "
            "created_by approved_by_name approved_on approved_channel approval_note "
            "registered_at registered_by in_force_from in_force_to"
        ),
    ),
    "plan_answers": (
        "id",
        "patient_id",
        (
            "id version_id patient_id answer by_name answered_on channel note new_version_id "
            "registered_at registered_by"
        ),
    ),
    "form_versions": (
        "id",
        "",
        (
            "id code version status content content_hash checked_by checked_on created_at "
            "created_by decided_at decided_by"
        ),
    ),
    "form_answers": (
        "id",
        "patient_id",
        (
            "id patient_id form_code form_version language answered_at arrived_at answered_by "
            "answered_name source answers scores comment comment_read_at comment_read_by "
            "entered_by excluded excluded_reason excluded_by excluded_at source_key"
        ),
    ),
    "devices": (
        "id",
        "",
        (
            "id kind model name serial address unencrypted_ok note added_at added_by "
            "retired_at retired_by serial_key label maker owner own bought_on price_ore "
            "warranty_until calibration_due battery_due condition phone state state_since "
            "place"
        ),
    ),
    "readings": (
        "id",
        "patient_id",
        (
            "id patient_id kind taken_at arrived_at device_time zone_name value value2 beyond "
            "original_value original_unit source said_by entered_by confirmed excluded "
            "excluded_reason excluded_by excluded_at remeasures_id source_key note quality "
            "moved_from time_reason device_id"
        ),
    ),
    "alerts": (
        "id",
        "patient_id",
        (
            "id patient_id component side level state opened_at measured_at arrived_at "
            "reading_id plan_version_id plan_approved confirmed why taken_by taken_at "
            "waiting_until closed_at closed_by action verdict note"
        ),
    ),
    "contacts": (
        "id",
        "patient_id",
        "id patient_id alert_id kind initiative outcome note at by",
    ),
    "loans": (
        "id",
        "patient_id",
        (
            "id device_id patient_id borrower from_at lent_by note ended_at ended_by "
            "ended_note user_index user_code institution_id due_on condition_out accessories "
            "replaces_loan_id ended_how"
        ),
    ),
    "documents": (
        "id",
        "patient_id",
        (
            "id patient_id subject_kind subject_id kind file_name media_type pages size "
            "digest note added_at added_by"
        ),
    ),
    "openings": (
        "patient_id",
        "patient_id",
        "patient_id user_id since",
    ),
}

_HAND = "(SELECT {} FROM sync_hand WHERE id = 1)"


def _trigger(kind: str, op_name: str, key: str, patient: str, columns: list[str]) -> str:
    """Give the trigger that notes one kind of change, whoever makes it and by whichever way."""
    row = "OLD" if op_name == "delete" else "NEW"
    images = {
        side: "json_object(" + ", ".join(f"'{name}', {side}.\"{name}\"" for name in columns) + ")"
        for side in ("OLD", "NEW")
    }
    old = "NULL" if op_name == "insert" else images["OLD"]
    new = "NULL" if op_name == "delete" else images["NEW"]
    changed = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in columns)
    only = f" AND ({changed})" if op_name == "update" else ""
    whose = f"{row}.{patient}" if patient else "NULL"
    return f"""
        CREATE TRIGGER sync_{kind}_{op_name} AFTER {op_name.upper()} ON {kind}
        WHEN (SELECT capture = 1 AND instr(mute, ',{kind},') = 0 FROM sync_hand WHERE id = 1){only}
        BEGIN
            INSERT INTO sync_log (origin, kind, record_id, patient_id, op, old, new, at, by)
            VALUES ({_HAND.format("station")}, '{kind}', {row}.{key}, {whose}, '{op_name}',
                {old}, {new}, {_HAND.format("now")}, {_HAND.format("actor")});
        END
    """  # noqa: S608  (names of this file only)


_LENDABLE = """
    CREATE TRIGGER loans_only_of_lendable BEFORE INSERT ON loans
    WHEN (SELECT state FROM devices WHERE id = NEW.device_id) IN
        ('returned', 'cleaning', 'repair', 'lost', 'scrapped')
        AND (SELECT instr(mute, ',loans,') = 0 FROM sync_hand WHERE id = 1)
    BEGIN SELECT RAISE(ABORT, 'this device cannot be lent from where it is'); END
"""


def upgrade() -> None:
    for statement in (*_TABLES, *_INDEXES):
        op.execute(statement)
    op.execute("INSERT INTO sync_hand (id) VALUES (1)")
    for kind, (key, patient, columns) in _SHARED.items():
        for op_name in ("insert", "update", "delete"):
            op.execute(_trigger(kind, op_name, key, patient, columns.split()))
    # A loan that another station ended, or began, came about where the device was lendable.
    op.execute("DROP TRIGGER loans_only_of_lendable")
    op.execute(_LENDABLE)
    # What was noted is never changed: a retry sends what was sealed, a stick what was logged.
    op.execute(
        "CREATE TRIGGER sync_log_never_changes BEFORE UPDATE ON sync_log "
        "BEGIN SELECT RAISE(ABORT, 'the log of changes is only added to'); END"
    )


def downgrade() -> None:
    raise NotImplementedError("an older program opens the copy made before the upgrade")
