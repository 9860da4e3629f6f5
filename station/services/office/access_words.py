"""The log of one patient in plain words, as the patient may ask to see it."""

from collections.abc import Mapping
from dataclasses import dataclass

from station.core.i18n import N_, tr
from station.models.queries.audit import Line

ACTION_WORDS: Mapping[str, str] = {
    "patient_registered": N_("Registered the patient"),
    "patient_opened": N_("Opened the patient's file"),
    "patient_changed": N_("Changed"),
    "number_shown": N_("Looked at the whole national identity number"),
    "address_shown": N_("Looked at the address"),
    "protected_shown": N_("Looked at the protected address"),
    "access_shown": N_("Looked at who has seen the file"),
    "log_shown": N_("Looked at the log"),
    "access_printed": N_("Printed the list of who has seen the file"),
    "patient_taken_over": N_("Took over the patient from a colleague"),
    "plans_opened": N_("Opened the self-care plans"),
    "plan_opened": N_("Opened the self-care plan"),
    "workshop_opened": N_("Looked at the readings to find limits"),
    "plan_drafted": N_("Began a draft of the self-care plan"),
    "plan_entered": N_("Entered a plan that was made elsewhere"),
    "meeting_held": N_("Noted a treatment meeting"),
    "plan_draft_saved": N_("Changed the draft of the self-care plan"),
    "plan_draft_deleted": N_("Deleted a draft of the self-care plan"),
    "plan_approved": N_("Registered that the self-care plan was approved"),
    "plan_printed": N_("Printed the self-care plan"),
    "plan_print_saved": N_("Printed the self-care plan"),
    "gp_summary_printed": N_("Printed a summary for the GP"),
    "hospital_summary_printed": N_("Printed the summary to bring to hospital"),
    "measuring_sheet_printed": N_("Printed a measuring sheet"),
    "paper_found": N_("Opened the self-care plan by the code on its sheet"),
    "paper_registered": N_("Registered what the GP answered on paper"),
    "document_kept": N_("Kept a scanned sheet"),
    "document_opened": N_("Looked at a scanned sheet"),
    "document_saved": N_("Saved a scanned sheet outside Station"),
    "readings_opened": N_("Opened the readings"),
    "codes_made": N_("Made codes of the readings"),
    "taken_out": N_("Saved the file outside Station"),
    "changes_written": N_("Wrote a file of changes for another station"),
    "reading_marked": N_("Left a reading out, or took it back in"),
    "reading_confirmed": N_("Confirmed a reading"),
    "reading_moved_out": N_("Moved readings that were not this patient's to the right one"),
    "reading_moved_in": N_("Moved readings here that had been stored with somebody else"),
    "move_undone": N_("Undid moving readings"),
    "why_opened": N_("Looked at why a reading did or did not alert"),
    "alert_taken": N_("Took an alert"),
    "alert_waits": N_("Let an alert wait for an answer"),
    "alert_waits_no_more": N_("Let an alert wait no more"),
    "snoozed": N_("Put an alert off"),
    "snooze_ended": N_("Put an alert off no more"),
    "followup_begun": N_("Began closer follow-up"),
    "followup_ended": N_("Ended closer follow-up"),
    "acknowledged": N_("Acknowledged that all is green"),
    "acknowledging_undone": N_("Took an acknowledgement back"),
    "alert_closed": N_("Closed an alert"),
    "alert_reopened": N_("Opened an alert again"),
    "readings_imported": N_("Read a file with readings"),
    "device_lent": N_("Lent the patient a device"),
    "loan_extended": N_("Changed until when a device is lent"),
    "handed_out": N_("Handed out equipment"),
    "receipt_printed": N_("Printed a receipt for equipment"),
    "return_receipt_printed": N_("Printed a receipt for returned equipment"),
    "receipt_signed": N_("Noted that a receipt came back signed"),
    "receipt_unsigned": N_("Took back that a receipt was signed"),
    "receipt_attached": N_("Kept a scanned receipt"),
    "training_registered": N_("Noted training in the use of equipment"),
    "home_checked": N_("Noted how the network is in the home"),
    "ending_step_done": N_("Ticked a step of ending the service"),
    "ending_step_undone": N_("Took back a step of ending the service"),
    "ending_steps_cleared": N_("Began again: the steps of ending the service are open"),
    "scale_user": N_("Noted the patient's user number on a scale"),
    "device_taken_back": N_("Took back a device that the patient had on loan"),
    "device_read": N_("Took in what the patient's device sent"),
    "device_contacted": N_("Had contact with the patient's device"),
    "tablet_offered": N_("Showed the code for the patient's tablet"),
    "tablet_offer_ended": N_("Ended a hand-out of a tablet that did not come about"),
    "tablet_paired": N_("Handed out the patient's tablet"),
    "tablet_fetched": N_("Took in what the patient's tablet sent"),
    "tablet_acknowledged": N_("Told the patient's tablet what is stored"),
    "tablet_visited": N_("Had contact with the patient's tablet"),
    "tablet_wipe_ordered": N_("Asked for the patient's tablet to be emptied"),
    "tablet_wiped": N_("Kept the receipt that the patient's tablet is emptied"),
    "tablet_revoked": N_("Reported the patient's tablet lost"),
    "support_case_opened": N_("Opened a support case about a device"),
    "support_case_closed": N_("Closed a support case about a device"),
    "support_case_reopened": N_("Opened a support case about a device again"),
    "licence_added": N_("Added a licence"),
    "licence_ended": N_("Ended a licence"),
    "licence_runs_again": N_("Let a licence run again"),
    "licence_archived": N_("Noted that the user is archived with the vendor"),
    "licence_archived_not": N_("Took back that the user is archived with the vendor"),
    "judged_again": N_("Judged the readings again"),
    "contact_noted": N_("Wrote down a contact"),
    "contact_undone": N_("Took a contact back"),
    "form_answered": N_("Stored answers to a form"),
    "answers_held": N_("Held answers back that could not be taken in for certain"),
    "answers_opened": N_("Opened answers to a form"),
    "answers_marked": N_("Left answers to a form out, or took them back in"),
    "comment_read": N_("Read a comment in a form"),
    "answers_printed": N_("Printed answers to a form"),
    "status_set": N_("Changed the status of the follow-up"),
    "death_registered": N_("Registered the death"),
    "death_taken_back": N_("Took back the registered death"),
    "consent_registered": N_("Registered consent"),
    "consent_withdrawn": N_("Registered that the consent was withdrawn"),
    "relative_added": N_("Added a relative"),
    "relative_changed": N_("Changed facts about a relative"),
    "relative_removed": N_("Took away a relative"),
    "patients_linked": N_("Linked the file with another file of the same person"),
    "patients_unlinked": N_("Took linked files apart"),
    "pause_set": N_("Paused the follow-up"),
    "exchange_received": N_("Received changes from another station"),
    "conflict_found": N_("Found that something was changed in two places"),
    "conflict_chosen": N_("Chose between two changes"),
    "conflict_reopened": N_("Took back a choice between two changes"),
    "conflict_settled_elsewhere": N_("Saw that a choice was made elsewhere"),
    "gp_sent": N_("Sent the self-care plan to the GP"),
    "number_former": N_("Noted that the identity number is a new one"),
    "pause_ended": N_("Ended the pause"),
}
SUBJECT_WORDS: Mapping[str, str] = {
    "plan": N_("Worked with the self-care plan"),
    "plan_version": N_("Worked with the self-care plan"),
    "reading": N_("Worked with readings"),
    "alert": N_("Worked with an alert"),
    "contact": N_("Wrote down a contact"),
    "form_answer": N_("Worked with answers to a form"),
    "quarantine": N_("Worked with readings that wait to be checked"),
    "device": N_("Worked with a device"),
    "loan": N_("Worked with a loan"),
    "import_batch": N_("Read a file with readings"),
    "visit": N_("Worked with a visit"),
    "round": N_("Worked with a driving round"),
    "distance": N_("Worked with a distance between two places"),
}
"""What is said of an action without a sentence of its own, by what it was done to."""

FIELD_WORDS: Mapping[str, str] = {
    "given_name": N_("Given name"),
    "family_name": N_("Family name"),
    "number": N_("National identity number"),
    "national_number": N_("National identity number"),
    "birth_date": N_("Birth date"),
    "gender": N_("Gender"),
    "address": N_("Street address"),
    "postal_code": N_("Postal code"),
    "city": N_("Town"),
    "phone": N_("Telephone"),
    "protection": N_("Address protection"),
    "language": N_("Language"),
    "diagnosis": N_("Diagnosis"),
    "responsible_id": N_("Responsible nurse"),
    "gp_name": N_("GP"),
    "gp_office": N_("GP's office"),
    "gp_phone": N_("GP's telephone"),
    "needs": N_("Adaptation"),
    "note": N_("Note"),
}
ROLE_WORDS: Mapping[str, str] = {
    "nurse": N_("Nurse"),
    "substitute": N_("Substitute"),
    "leader": N_("Leader"),
    "benefit": N_("Benefit role"),
}
_REASONED = frozenset({"status_set", "patient_taken_over", "alert_taken"})
"""Actions whose reason was written about this patient, in words that she may read."""


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One line of «Hvem har sett min journal»: when (UTC ms), who, in which role, what and why.

    `why` is the reason the person gave, empty where none was asked for.
    """

    seq: int
    at: int
    who: str
    role: str
    what: str
    why: str = ""


def access_line(row: Line, role: str) -> AccessLine:
    """A row of the log in the language spoken now; fields are named, never their values."""
    words = ROLE_WORDS.get(role)
    why = str(row.details.get("reason", "")) if row.action in _REASONED else ""
    return AccessLine(
        row.seq, row.at, row.user_name, tr(words) if words else "", what_words(row), why.strip()
    )


def what_words(row: Line) -> str:
    """Say what was done with a patient's file, in the language spoken now."""
    what = ACTION_WORDS.get(row.action) or SUBJECT_WORDS.get(
        row.subject_kind, N_("Worked with the file")
    )
    sentence = tr(what)
    if row.action == "patient_changed":
        fields = row.details.get("fields", [])
        named = [tr(FIELD_WORDS[name]) for name in fields if name in FIELD_WORDS]
        sentence = f"{sentence}: {', '.join(named)}"
    return sentence
