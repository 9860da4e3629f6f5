"""The log of the whole office in plain words: what each line says was done, and to what."""

from collections.abc import Mapping

from station.core.i18n import N_, tr
from station.models.queries.audit import Line
from station.services.office.access_words import ROLE_WORDS, what_words

OFFICE_WORDS: Mapping[str, str] = {
    "sharing_begun": N_("Began to note changes for other stations"),
    "exchange_worked_in": N_("Took in changes from elsewhere"),
    "inbox_tried_again": N_("Tried again what could not be taken in"),
    "inbox_left": N_("Let lie what could not be taken in"),
    "inbox_taken_up": N_("Took up again what could not be taken in"),
    "sync_key_made": N_("Made a key for the central service"),
    "sync_settings_changed": N_("Changed how other services are reached"),
    "gp_receipt": N_("Read a receipt from a GP"),
    "installed": N_("Set up Station on this PC"),
    "signed_in": N_("Signed in"),
    "signed_out": N_("Signed out"),
    "locked": N_("Locked the screen"),
    "deep_locked": N_("The file was closed"),
    "sign_in_failed": N_("Tried to sign in with a wrong password"),
    "recovered": N_("Signed in with the recovery sheet and chose a new password"),
    "password_changed": N_("Chose a new password"),
    "recovery_renewed": N_("Made a new recovery sheet"),
    "recovery_kept": N_("Laid the new recovery sheet in the safe"),
    "recovery_undone": N_("The making of a recovery sheet was cut off; the old one counts"),
    "leftover_removed": N_("Took {name} off the sign-in screen: letting in was cut off"),
    "older_file_found": N_("An older file was put back"),
    "restored": N_("Put a backup back"),
    "station_renamed": N_("Gave this station a new number among others"),
    "taken_out": N_("Took out what is shared with others"),
    "exchange_begun": N_("Began to exchange with other stations without a network"),
    "exchange_code_shown": N_("Looked at the stations' code"),
    "changes_written": N_("Wrote a file of changes for another station"),
    "changes_taken_in": N_("Took in changes from another station"),
    "changes_kept": N_("Kept a file of changes until an earlier one comes"),
    "backup_tested": N_("Tested a backup"),
    "user_added": N_("Gave access to {name}"),
    "user_changed": N_("Changed facts about {name}"),
    "user_deactivated": N_("Took away the access of {name}"),
    "log_verified": N_("Checked the log"),
    "paper_key_made": N_("Made the key with which prints are sealed"),
    "paper_refused": N_("Scanned a sheet that no plan was opened by"),
    "template_begun": N_("Began a version of a plan template"),
    "template_saved": N_("Changed a draft of a plan template"),
    "template_dropped": N_("Deleted a draft of a plan template"),
    "template_in_use": N_("Took a version of a plan template into use"),
    "template_shipped_again": N_("Went back to the plan template that came with Station"),
    "forms_installed": N_("Put forms that came with Station in the file"),
    "form_begun": N_("Began a version of a form"),
    "form_saved": N_("Changed a draft of a form"),
    "form_dropped": N_("Deleted a draft of a form"),
    "form_in_use": N_("Took a version of a form into use"),
    "form_retired": N_("Took a form out of use"),
    "form_printed": N_("Printed an empty form"),
    "day_list_printed": N_("Printed the day list"),
    "measuring_sheet_printed": N_("Printed a measuring sheet"),
    "institution_added": N_("Registered a place that borrows equipment"),
    "institution_changed": N_("Changed facts about a place that borrows equipment"),
    "institution_retired": N_("Took a place that borrows equipment out of use"),
    "institution_brought_back": N_("Took a place that borrows equipment into use again"),
    "device_registered": N_("Registered a device"),
    "device_changed": N_("Changed facts about a device"),
    "device_paired": N_("Paired a device"),
    "device_retired": N_("Took a device out of use"),
    "device_read": N_("Took in what a device sent"),
    "tablet_key_made": N_("Made the key by which tablets know this station"),
    "device_contacted": N_("Had contact with a device"),
    "equipment_exported": N_("Saved a list of equipment outside Station"),
    "labels_printed": N_("Printed labels for equipment"),
    "equipment_imported": N_("Took in a list of equipment"),
    "equipment_report_exported": N_("Saved what became of a list of equipment outside Station"),
    "kit_made": N_("Made a kit of devices"),
    "kit_dissolved": N_("Dissolved a kit of devices"),
    "device_check_step": N_("Ticked a step of looking a device over"),
    "device_check_closed": N_("Ended the looking over of a device"),
    "device_check_noted": N_("Noted what the looking over of a device cost"),
    "device_check_reopened": N_("Opened the looking over of a device again"),
    "import_report_exported": N_("Saved the report of a file that was read"),
}
_BACKUPS: Mapping[str, str] = {
    "here": N_("Made a backup on this PC"),
    "sealed": N_("Made a sealed copy that may leave the house"),
}
SETTING_WORDS: Mapping[str, str] = {
    "profile": N_("the municipality's profile"),
    "lock_minutes": N_("minutes until the screen locks"),
    "deep_lock_minutes": N_("minutes until the file closes"),
    "backup_warn_days": N_("days until a backup is old"),
    "missing_grace_minutes": N_("minutes before a reading is missing"),
    "training": N_("the mark of a training municipality"),
}


def log_words(row: Line, staff: Mapping[str, str]) -> str:
    """Say what a row of the log tells, in the language spoken now; `staff` are names by user id."""
    if row.action == "setting_changed":
        named = tr(SETTING_WORDS.get(row.subject_id, row.subject_id))
        return tr("Changed a setting: {setting}", setting=named)
    if row.action == "backup_made":
        return tr(_BACKUPS.get(str(row.details.get("where")), _BACKUPS["here"]))
    sentence = OFFICE_WORDS.get(row.action)
    if sentence is None:
        return what_words(row)
    name = str(row.details.get("name") or staff.get(row.subject_id, ""))
    said = tr(sentence, name=name) if "{name}" in sentence else tr(sentence)
    role = ROLE_WORDS.get(str(row.details.get("role", "")))
    return f"{said} ({tr(role)})" if role else said
