"""Where a form about a device shows what a service refused."""

from typing import Final

from PySide6.QtWidgets import QWidget

from station.core.trouble import Trouble
from station.views.patients.inplace import InPlace
from station.views.style import Banner

FIELDS: Final = {
    "device_kind": "kind",
    "device_unnamed": "name",
    "address_taken": "address",
    "label_taken": "label",
    "serial_taken": "serial",
    "device_price": "price",
    "device_bought_later": "bought_on",
    "device_warranty": "warranty_until",
    "patient_unknown": "patient",
    "patient_deceased": "patient",
    "lend_needs_consent": "patient",
    "move_reason": "reason",
    "scale_user": "user",
    "kit_unnamed": "kit_name",
    "kit_taken": "kit_name",
}
"""At which field a service's refusal is shown, by its code."""


def refuse(form: InPlace, code: str, sentence: str) -> None:
    """Shows a sentence at its field, or above the form."""
    for old in form.findChildren(QWidget, "form_refused"):
        old.hide()
        old.deleteLater()
    key = FIELDS.get(code, "")
    if key in form.fields:
        form.show_problems({key: sentence})
        return
    banner = Banner(sentence, "warning")
    banner.setObjectName("form_refused")
    form.column.insertWidget(1, banner)


def refuse_trouble(form: InPlace, trouble: Trouble) -> None:
    """Shows a Trouble in a form."""
    refuse(form, trouble.code, trouble.sentence())
