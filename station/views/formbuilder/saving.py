"""Storing a draft of a form while it is written, one save at a time, in the order written."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from station.core.trouble import Trouble
from station.rules.forms import Form
from station.views.context import Context

PAUSE_MS = 600


class DraftSaver(QObject):
    """Stores what `put` was last given.

    `failed` carries the Trouble; nothing is saved after it until `resume`.
    """

    failed = Signal(object)
    saved = Signal()

    def __init__(self, context: Context, form: Form, before: str) -> None:
        super().__init__()
        self._context, self._stored, self._wanted, self.before = context, form, form, before
        self._busy = False
        self._halted = False
        self._after: Callable[[], object] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._save)

    @property
    def unsaved(self) -> Form | None:
        """The form as it is written, where the file does not hold it so."""
        return None if self._wanted == self._stored else self._wanted

    @property
    def halted(self) -> bool:
        """Whether a save failed, so that nothing more is stored."""
        return self._halted

    def put(self, form: Form) -> None:
        """Takes the form as it is written now."""
        self._wanted = form
        if not self._halted:
            self._pause.start()

    def flush(self, then: Callable[[], object]) -> None:
        """Stores what is not stored, then calls `then`; at once where all is stored."""
        if self.unsaved is None or self._halted:
            then()
            return
        self._after = then
        self._pause.stop()
        self._save()

    def resume(self, before: str) -> None:
        """Stores on top of what has the hash `before`: one's own words win."""
        self.before, self._halted = before, False
        self._save()

    def _save(self) -> None:
        form = self.unsaved
        if form is None or self._busy or self._halted:
            return
        self._busy = True
        forms, session = self._context.station.forms, self._context.session
        job = partial(forms.save_draft, session, form.code, form.version, form, self.before)
        self._context.bridge.ask(self, job, partial(self._done, form), self._failed)

    def _done(self, form: Form, found: str) -> None:
        self._busy = False
        self._stored, self.before = form, found
        self.saved.emit()
        if self.unsaved is not None:
            self._save()
        elif (after := self._after) is not None:
            self._after = None
            after()

    def _failed(self, trouble: Trouble) -> None:
        self._busy = False
        self._halted = True
        self._after = None
        self.failed.emit(trouble)
