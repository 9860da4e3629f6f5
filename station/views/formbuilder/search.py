"""What the box at the top finds among the forms; runs on the record lane."""

from station.core.i18n import tr
from station.rules.names import fold
from station.services.session import Session
from station.views.pages import Hit
from station.wiring import Station

LEAST = 3
"""Fewer letters than this find no form: they would push the patients away."""


def find(station: Station, session: Session, text: str) -> list[Hit]:
    """Forms in use by their title."""
    wanted = fold(text)
    if len(wanted) < LEAST:
        return []
    return [
        Hit(row.title, tr("Form · version {number}", number=row.version), "form_builder", row.code)
        for row in station.forms.in_use(session)
        if wanted in fold(row.title)
    ]
