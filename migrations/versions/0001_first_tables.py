"""The first tables, and the triggers that keep the audit log and decided plans as they were.

Revision ID: 0001
"""

from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None

_TABLES = (
    """
    CREATE TABLE audit (
        seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL,
        user_id TEXT NOT NULL, user_name TEXT NOT NULL, action TEXT NOT NULL,
        subject_kind TEXT NOT NULL, subject_id TEXT DEFAULT '' NOT NULL, patient_id TEXT,
        details TEXT NOT NULL, mac TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE meta (
        "key" TEXT NOT NULL, value TEXT NOT NULL,
        CONSTRAINT pk_meta PRIMARY KEY ("key")
    )
    """,
    """
    CREATE TABLE patients (
        id TEXT NOT NULL, given_name TEXT NOT NULL, family_name TEXT NOT NULL,
        search_text TEXT NOT NULL, national_number TEXT,
        number_kind TEXT DEFAULT '' NOT NULL, birth_date TEXT,
        gender TEXT DEFAULT '' NOT NULL, address TEXT DEFAULT '' NOT NULL,
        postal_code TEXT DEFAULT '' NOT NULL, city TEXT DEFAULT '' NOT NULL,
        phone TEXT DEFAULT '' NOT NULL, protection TEXT DEFAULT '' NOT NULL,
        language TEXT DEFAULT '' NOT NULL, diagnosis TEXT DEFAULT '' NOT NULL,
        status TEXT NOT NULL, status_since INTEGER NOT NULL, responsible_id TEXT,
        gp_name TEXT DEFAULT '' NOT NULL, gp_office TEXT DEFAULT '' NOT NULL,
        gp_phone TEXT DEFAULT '' NOT NULL, deceased_on TEXT, needs TEXT DEFAULT '' NOT NULL,
        note TEXT DEFAULT '' NOT NULL, created_at INTEGER NOT NULL,
        changed_at INTEGER NOT NULL, revision INTEGER DEFAULT 1 NOT NULL,
        CONSTRAINT pk_patients PRIMARY KEY (id),
        CONSTRAINT uq_patients_national_number UNIQUE (national_number)
    )
    """,
    """
    CREATE TABLE settings (
        "key" TEXT NOT NULL, value TEXT NOT NULL, changed_at INTEGER NOT NULL,
        changed_by TEXT NOT NULL,
        CONSTRAINT pk_settings PRIMARY KEY ("key")
    )
    """,
    """
    CREATE TABLE users (
        id TEXT NOT NULL, slot_id TEXT, name TEXT NOT NULL, initials TEXT NOT NULL,
        role TEXT NOT NULL, language TEXT NOT NULL, active BOOLEAN DEFAULT 1 NOT NULL,
        created_at INTEGER NOT NULL,
        CONSTRAINT pk_users PRIMARY KEY (id),
        CONSTRAINT uq_users_slot_id UNIQUE (slot_id)
    )
    """,
    """
    CREATE TABLE alerts (
        id TEXT NOT NULL, patient_id TEXT NOT NULL, component TEXT NOT NULL,
        side TEXT NOT NULL, level INTEGER NOT NULL, state TEXT NOT NULL,
        opened_at INTEGER NOT NULL, measured_at INTEGER NOT NULL,
        arrived_at INTEGER NOT NULL, reading_id TEXT NOT NULL, plan_version_id TEXT NOT NULL,
        plan_approved BOOLEAN DEFAULT 0 NOT NULL, confirmed BOOLEAN DEFAULT 0 NOT NULL,
        why TEXT NOT NULL, taken_by TEXT, taken_at INTEGER, waiting_until INTEGER,
        proposed_at INTEGER, closed_at INTEGER, closed_by TEXT,
        action TEXT DEFAULT '' NOT NULL, verdict TEXT DEFAULT '' NOT NULL,
        note TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_alerts PRIMARY KEY (id),
        CONSTRAINT fk_alerts_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE consents (
        id TEXT NOT NULL, patient_id TEXT NOT NULL, form_version TEXT NOT NULL,
        given_on TEXT NOT NULL, informed_by TEXT NOT NULL, note TEXT DEFAULT '' NOT NULL,
        registered_at INTEGER NOT NULL, registered_by TEXT NOT NULL, withdrawn_on TEXT,
        withdrawn_by TEXT,
        CONSTRAINT pk_consents PRIMARY KEY (id),
        CONSTRAINT fk_consents_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE contacts (
        id TEXT NOT NULL, patient_id TEXT NOT NULL, alert_id TEXT, kind TEXT NOT NULL,
        initiative TEXT NOT NULL, outcome TEXT DEFAULT '' NOT NULL,
        note TEXT DEFAULT '' NOT NULL, at INTEGER NOT NULL, "by" TEXT NOT NULL,
        CONSTRAINT pk_contacts PRIMARY KEY (id),
        CONSTRAINT fk_contacts_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE drafts (
        id TEXT NOT NULL, user_id TEXT NOT NULL, subject_kind TEXT NOT NULL,
        subject_id TEXT DEFAULT '' NOT NULL, content TEXT NOT NULL,
        changed_at INTEGER NOT NULL,
        CONSTRAINT pk_drafts PRIMARY KEY (id),
        CONSTRAINT uq_drafts_user_id_subject_kind_subject_id
            UNIQUE (user_id, subject_kind, subject_id),
        CONSTRAINT fk_drafts_user_id FOREIGN KEY(user_id) REFERENCES users (id)
    )
    """,
    """
    CREATE TABLE engine_states (
        patient_id TEXT NOT NULL, component TEXT NOT NULL, state TEXT NOT NULL,
        up_to INTEGER NOT NULL,
        CONSTRAINT pk_engine_states PRIMARY KEY (patient_id, component),
        CONSTRAINT fk_engine_states_patient_id
            FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE import_batches (
        id TEXT NOT NULL, file_name TEXT NOT NULL, file_hash TEXT NOT NULL,
        profile TEXT NOT NULL, patient_id TEXT, zone_name TEXT DEFAULT '' NOT NULL,
        rows_in INTEGER NOT NULL, stored INTEGER NOT NULL, quarantined INTEGER NOT NULL,
        duplicates INTEGER NOT NULL, imported_at INTEGER NOT NULL, imported_by TEXT NOT NULL,
        CONSTRAINT pk_import_batches PRIMARY KEY (id),
        CONSTRAINT fk_import_batches_patient_id
            FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE judgements (
        patient_id TEXT NOT NULL, judged_at INTEGER NOT NULL, state TEXT NOT NULL,
        reason TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_judgements PRIMARY KEY (patient_id),
        CONSTRAINT fk_judgements_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE latest (
        patient_id TEXT NOT NULL, kind TEXT NOT NULL, reading_id TEXT NOT NULL,
        taken_at INTEGER NOT NULL, arrived_at INTEGER NOT NULL, value FLOAT, value2 FLOAT,
        beyond TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_latest PRIMARY KEY (patient_id, kind),
        CONSTRAINT fk_latest_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE missing_episodes (
        id TEXT NOT NULL, patient_id TEXT NOT NULL, kind TEXT NOT NULL,
        due_at INTEGER NOT NULL, noted_at INTEGER NOT NULL, ended_at INTEGER,
        ended_by_reading TEXT,
        CONSTRAINT pk_missing_episodes PRIMARY KEY (id),
        CONSTRAINT fk_missing_episodes_patient_id
            FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE openings (
        patient_id TEXT NOT NULL, user_id TEXT NOT NULL, since INTEGER NOT NULL,
        CONSTRAINT pk_openings PRIMARY KEY (patient_id),
        CONSTRAINT fk_openings_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE patient_links (
        id TEXT NOT NULL, patient_a TEXT NOT NULL, patient_b TEXT NOT NULL,
        reason TEXT DEFAULT '' NOT NULL, linked_at INTEGER NOT NULL, linked_by TEXT NOT NULL,
        unlinked_at INTEGER, unlinked_by TEXT, unlink_reason TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_patient_links PRIMARY KEY (id),
        CONSTRAINT fk_patient_links_patient_a
            FOREIGN KEY(patient_a) REFERENCES patients (id),
        CONSTRAINT fk_patient_links_patient_b
            FOREIGN KEY(patient_b) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE pauses (
        id TEXT NOT NULL, patient_id TEXT NOT NULL, reason TEXT DEFAULT '' NOT NULL,
        from_at INTEGER NOT NULL, until_at INTEGER, set_by TEXT NOT NULL, ended_at INTEGER,
        ended_by TEXT,
        CONSTRAINT pk_pauses PRIMARY KEY (id),
        CONSTRAINT fk_pauses_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE plans (
        id TEXT NOT NULL, patient_id TEXT NOT NULL, template TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        CONSTRAINT pk_plans PRIMARY KEY (id),
        CONSTRAINT fk_plans_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE quarantine (
        id TEXT NOT NULL, batch_id TEXT, patient_id TEXT, source TEXT NOT NULL,
        kind TEXT DEFAULT '' NOT NULL, reason_code TEXT NOT NULL,
        reason_values TEXT NOT NULL, raw TEXT DEFAULT '' NOT NULL, row_number INTEGER,
        received_at INTEGER NOT NULL, state TEXT NOT NULL, resolved_at INTEGER,
        resolved_by TEXT, resolution TEXT DEFAULT '' NOT NULL, reading_id TEXT,
        CONSTRAINT pk_quarantine PRIMARY KEY (id),
        CONSTRAINT fk_quarantine_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE readings (
        id TEXT NOT NULL, patient_id TEXT NOT NULL, kind TEXT NOT NULL,
        taken_at INTEGER NOT NULL, arrived_at INTEGER NOT NULL,
        device_time TEXT DEFAULT '' NOT NULL, zone_name TEXT DEFAULT '' NOT NULL,
        value FLOAT, value2 FLOAT, beyond TEXT DEFAULT '' NOT NULL,
        original_value TEXT DEFAULT '' NOT NULL, original_unit TEXT DEFAULT '' NOT NULL,
        source TEXT NOT NULL, said_by TEXT DEFAULT '' NOT NULL,
        entered_by TEXT DEFAULT '' NOT NULL, confirmed BOOLEAN DEFAULT 0 NOT NULL,
        excluded TEXT DEFAULT '' NOT NULL, excluded_reason TEXT DEFAULT '' NOT NULL,
        excluded_by TEXT, excluded_at INTEGER, remeasures_id TEXT, batch_id TEXT,
        row_number INTEGER, source_key TEXT NOT NULL, raw TEXT DEFAULT '' NOT NULL,
        note TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_readings PRIMARY KEY (id),
        CONSTRAINT uq_readings_patient_id_kind_source_key
            UNIQUE (patient_id, kind, source_key),
        CONSTRAINT fk_readings_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE relatives (
        id TEXT NOT NULL, patient_id TEXT NOT NULL, name TEXT NOT NULL,
        relation TEXT DEFAULT '' NOT NULL, phone TEXT DEFAULT '' NOT NULL,
        reports BOOLEAN DEFAULT 0 NOT NULL, note TEXT DEFAULT '' NOT NULL,
        active BOOLEAN DEFAULT 1 NOT NULL,
        CONSTRAINT pk_relatives PRIMARY KEY (id),
        CONSTRAINT fk_relatives_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE alert_events (
        id TEXT NOT NULL, alert_id TEXT NOT NULL, patient_id TEXT NOT NULL,
        level INTEGER NOT NULL, at INTEGER NOT NULL, reading_id TEXT NOT NULL,
        plan_version_id TEXT NOT NULL, why TEXT NOT NULL,
        CONSTRAINT pk_alert_events PRIMARY KEY (id),
        CONSTRAINT fk_alert_events_alert_id FOREIGN KEY(alert_id) REFERENCES alerts (id),
        CONSTRAINT fk_alert_events_patient_id
            FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
    """
    CREATE TABLE plan_versions (
        id TEXT NOT NULL, plan_id TEXT NOT NULL, patient_id TEXT NOT NULL,
        number INTEGER NOT NULL, status TEXT NOT NULL, content TEXT NOT NULL,
        content_hash TEXT NOT NULL, based_on TEXT, created_at INTEGER NOT NULL,
        created_by TEXT NOT NULL, approved_by_name TEXT DEFAULT '' NOT NULL,
        approved_on TEXT, approved_channel TEXT DEFAULT '' NOT NULL,
        approval_note TEXT DEFAULT '' NOT NULL, registered_at INTEGER, registered_by TEXT,
        in_force_from INTEGER, in_force_to INTEGER,
        CONSTRAINT pk_plan_versions PRIMARY KEY (id),
        CONSTRAINT uq_plan_versions_plan_id_number UNIQUE (plan_id, number),
        CONSTRAINT fk_plan_versions_plan_id FOREIGN KEY(plan_id) REFERENCES plans (id),
        CONSTRAINT fk_plan_versions_patient_id
            FOREIGN KEY(patient_id) REFERENCES patients (id)
    )
    """,
)

_INDEXES = (
    "CREATE INDEX ix_audit_at ON audit (at)",
    "CREATE INDEX ix_audit_patient_id_at ON audit (patient_id, at)",
    "CREATE INDEX ix_alerts_patient_id_opened_at ON alerts (patient_id, opened_at)",
    (
        "CREATE UNIQUE INDEX uq_alerts_open "
        "ON alerts (patient_id, component, side) WHERE state <> 'closed'"
    ),
    "CREATE INDEX ix_consents_patient_id ON consents (patient_id)",
    "CREATE INDEX ix_contacts_alert_id ON contacts (alert_id)",
    "CREATE INDEX ix_contacts_patient_id_at ON contacts (patient_id, at)",
    "CREATE INDEX ix_import_batches_file_hash ON import_batches (file_hash)",
    (
        "CREATE INDEX ix_missing_episodes_patient_id_kind_due_at "
        "ON missing_episodes (patient_id, kind, due_at)"
    ),
    "CREATE INDEX ix_patient_links_patient_a ON patient_links (patient_a)",
    "CREATE INDEX ix_patient_links_patient_b ON patient_links (patient_b)",
    "CREATE INDEX ix_pauses_patient_id ON pauses (patient_id)",
    "CREATE INDEX ix_plans_patient_id ON plans (patient_id)",
    "CREATE INDEX ix_quarantine_batch_id ON quarantine (batch_id)",
    "CREATE INDEX ix_quarantine_patient_id ON quarantine (patient_id)",
    "CREATE INDEX ix_quarantine_state_received_at ON quarantine (state, received_at)",
    "CREATE INDEX ix_readings_batch_id ON readings (batch_id)",
    (
        "CREATE INDEX ix_readings_trend "
        "ON readings (patient_id, kind, taken_at, value, value2, excluded)"
    ),
    "CREATE INDEX ix_relatives_patient_id ON relatives (patient_id)",
    "CREATE INDEX ix_alert_events_alert_id ON alert_events (alert_id)",
    "CREATE INDEX ix_alert_events_patient_id_at ON alert_events (patient_id, at)",
    "CREATE INDEX ix_plan_versions_patient_id_status ON plan_versions (patient_id, status)",
)

# Append-only by the database itself: a stray statement is refused, whoever sends it. Writing to
# the file from outside is caught by the chain of MACs instead.
_TRIGGERS = (
    """
    CREATE TRIGGER audit_rows_never_change BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit rows never change'); END
    """,
    """
    CREATE TRIGGER audit_rows_never_go BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit rows never go'); END
    """,
    """
    CREATE TRIGGER decided_plans_never_change
    BEFORE UPDATE OF content, content_hash ON plan_versions WHEN OLD.status <> 'draft'
    BEGIN SELECT RAISE(ABORT, 'a decided plan never changes'); END
    """,
    """
    CREATE TRIGGER decided_plans_never_go
    BEFORE DELETE ON plan_versions WHEN OLD.status <> 'draft'
    BEGIN SELECT RAISE(ABORT, 'a decided plan never goes'); END
    """,
)


def upgrade() -> None:
    for statement in (*_TABLES, *_INDEXES, *_TRIGGERS):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("an older program opens the copy made before the upgrade")
