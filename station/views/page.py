"""The base of every page: built when first opened, emptied and destroyed when the screen locks."""

from PySide6.QtWidgets import QWidget

from station.core.bus import ChangeSet
from station.views.context import Context

Draft = dict[str, object]
"""Unsaved words of one page, as JSON values; kept for the user who wrote them."""


class Page(QWidget):
    """One page of the window; a subclass overrides the hooks that it needs.

    `claims_digits` is true for a page whose actions are the keys 1-9.
    """

    claims_digits = False

    def __init__(self, context: Context) -> None:
        super().__init__(context.room)
        self.context = context
        self.setProperty("surface", "ground")

    def opened(self, subject: str | None) -> None:
        """Called each time the page comes to the front, with the id it is opened for."""

    def changed(self, changes: ChangeSet) -> None:
        """Called on the page in front when something was saved; others when they come up."""

    def watched(self, fresh: bool) -> None:
        """Called when the judging of alerts falls silent (False) or is back (True)."""

    def draft_key(self) -> tuple[str, str] | None:
        """The subject kind and id that unsaved words belong to, or None."""
        return None

    def draft(self) -> Draft | None:
        """The unsaved words now on the page, or None; asked for right before locking."""
        return None

    def restore(self, draft: Draft) -> None:
        """Puts the owner's unsaved words back after `opened`."""
