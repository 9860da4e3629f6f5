"""All tables as SQLAlchemy Core metadata; private to models."""

from station.models.tables.alerts import (
    alert_events,
    alerts,
    engine_states,
    judgements,
    missing_episodes,
)
from station.models.tables.audit import audit
from station.models.tables.columns import METADATA
from station.models.tables.contacts import contacts
from station.models.tables.driving import distances, driving_rounds, visit_devices, visits
from station.models.tables.equipment import (
    device_contacts,
    device_events,
    devices,
    loans,
    tablet_entries,
    tablet_pairings,
)
from station.models.tables.followup import acknowledgements, followups, snoozes
from station.models.tables.forms import form_answers, form_versions
from station.models.tables.handouts import (
    ending_steps,
    handouts,
    homes,
    institutions,
    licences,
    trainings,
)
from station.models.tables.inbox import device_inbox
from station.models.tables.office import drafts, meta, settings, users
from station.models.tables.paper import documents, plan_answers, plan_prints
from station.models.tables.patients import (
    consents,
    openings,
    patient_links,
    patients,
    pauses,
    relatives,
)
from station.models.tables.plans import appointments, plan_templates, plan_versions, plans
from station.models.tables.readings import import_batches, latest, quarantine, readings
from station.models.tables.store import (
    device_check_steps,
    device_checks,
    device_moves,
    device_photos,
    equipment_imports,
    kits,
    support_cases,
)
from station.models.tables.sync import (
    former_numbers,
    sync_audit,
    sync_channels,
    sync_claims,
    sync_conflicts,
    sync_cursors,
    sync_hand,
    sync_heads,
    sync_inbox,
    sync_log,
    sync_outbox,
    sync_parts,
    sync_peers,
    sync_runs,
)

__all__ = [
    "METADATA",
    "acknowledgements",
    "alert_events",
    "alerts",
    "appointments",
    "audit",
    "consents",
    "contacts",
    "device_check_steps",
    "device_checks",
    "device_contacts",
    "device_events",
    "device_inbox",
    "device_moves",
    "device_photos",
    "devices",
    "distances",
    "documents",
    "drafts",
    "driving_rounds",
    "ending_steps",
    "engine_states",
    "equipment_imports",
    "followups",
    "form_answers",
    "form_versions",
    "former_numbers",
    "handouts",
    "homes",
    "import_batches",
    "institutions",
    "judgements",
    "kits",
    "latest",
    "licences",
    "loans",
    "meta",
    "missing_episodes",
    "openings",
    "patient_links",
    "patients",
    "pauses",
    "plan_answers",
    "plan_prints",
    "plan_templates",
    "plan_versions",
    "plans",
    "quarantine",
    "readings",
    "relatives",
    "settings",
    "snoozes",
    "support_cases",
    "sync_audit",
    "sync_channels",
    "sync_claims",
    "sync_conflicts",
    "sync_cursors",
    "sync_hand",
    "sync_heads",
    "sync_inbox",
    "sync_log",
    "sync_outbox",
    "sync_parts",
    "sync_peers",
    "sync_runs",
    "tablet_entries",
    "tablet_pairings",
    "trainings",
    "users",
    "visit_devices",
    "visits",
]
