"""What is said when an errand to a meter has ended, in the language spoken now."""

from station.core.i18n import N_, tr
from station.core.trouble import Trouble
from station.devices.adapter import fault_sentence
from station.devices.link import Fault
from station.devices.meters.model import MeterModel
from station.services.measuring.measuring import LIVE
from station.services.radio.listening_visit import Sums

BUSY = Trouble("device_busy", N_("Something is going on with this device already."))
NO_USER = Trouble(
    "scale_user_missing",
    N_(
        "This scale is told apart by a user number and a code, and none is noted for this loan. "
        "Nothing was fetched. Write the patient's user number and code on the card of the scale."
    ),
)
"""Several people step on such a scale: without the number nobody knows whose weights they are."""


def paired_words(model: MeterModel, fault: Fault | None, *, is_new: bool) -> str:
    """Say how pairing went; `is_new` tells that the device was registered for it."""
    if fault is not None and is_new:
        return tr(
            "{why} The device is in the register now, but it is neither paired nor lent.",
            why=fault_sentence(fault),
        )
    if fault is not None:
        return fault_sentence(fault)
    if model.consent_code:
        return tr(
            "The device is paired. Write the patient's user number and code on its card; until "
            "then nothing is read from it."
        )
    return tr("The device is paired.")


def not_lent_words(trouble: Trouble) -> str:
    """Say that a device was paired, and why it was not lent."""
    return tr(
        "The device is paired and registered, but it was not lent: {why}", why=trouble.sentence()
    )


def ended_words(purpose: str, fault: Fault | None, sums: Sums, *, missing: bool) -> str:
    """Say how a visit went; `missing` tells that records are left in the meter."""
    if fault is not None:
        return fault_sentence(fault)
    if purpose == LIVE:
        return tr("Measuring has ended.")
    if missing:
        return tr("Not everything came. What did is stored; the rest is fetched next time.")
    if sums.stored or sums.held or sums.failed:
        return tr(
            "Stored {stored}, held back {held}, failed measurements {failed}.",
            stored=sums.stored,
            held=sums.held,
            failed=sums.failed,
        )
    return tr("Nothing new.")
