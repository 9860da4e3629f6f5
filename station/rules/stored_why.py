"""The one door to a stored reason of an alert: what only a damaged file holds is a sentence.

An alert must be seen whatever became of its reason, so nothing here raises.
"""

import json

from station.core.i18n import tr
from station.rules.why import Why
from station.rules.wording import marks, render, render_short


def read_why(text: str) -> Why | None:
    """Give why an alert was raised, from its stored JSON; None if it cannot be said in words."""
    try:
        why = Why.from_data(json.loads(text))
        # What can be read may still name a component or a number that nobody knows.
        render(why), render_short(why), marks(why)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError):
        return None
    return why


def short_words(text: str) -> str:
    """Say in a few words why an alert was raised, or that it cannot be read."""
    why = read_why(text)
    return unreadable() if why is None else render_short(why)


def whole_words(text: str) -> str:
    """Say in a sentence why an alert was raised, or that it cannot be read."""
    why = read_why(text)
    return unreadable() if why is None else render(why)


def unreadable() -> str:
    """Say that the stored reason is no reason."""
    return tr("Why it was raised cannot be read")
