"""Storing a draft while one writes: after every pause, one save at a time, never over another's."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from station.core.trouble import Trouble
from station.rules.plans import PlanContent
from station.views.context import Context

PAUSE_MS = 700


class Autosave(QObject):
    """Keeps what was last stored (`content`, `before`: its hash) and what waits to be.

    `stored` tells that all is stored; `overtaken` that somebody else changed the draft, after
    which nothing is stored until `take_over`; `failed` carries any other Trouble.
    """

    stored = Signal()
    overtaken = Signal()
    failed = Signal(object)

    def __init__(
        self, context: Context, parent: QObject, version_id: str, content: PlanContent, before: str
    ) -> None:
        super().__init__(parent)
        self._context, self.version_id = context, version_id
        self.content, self.before = content, before
        self._waiting: PlanContent | None = None
        self._busy = self.stopped = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.flush)

    @property
    def dirty(self) -> bool:
        """Whether something waits to be stored."""
        return self._waiting is not None

    @property
    def unsaved(self) -> PlanContent | None:
        """What waits to be stored."""
        return self._waiting

    def put(self, content: PlanContent) -> None:
        """Takes in what now stands on the screen, to be stored after a pause."""
        self._waiting = content if content != self.content or self._busy else None
        if self._waiting is None:
            self._pause.stop()
            self.stored.emit()
        else:
            self._pause.start()

    def flush(self) -> None:
        """Stores now what waits; `stored` follows, at once if nothing waits."""
        self._pause.stop()
        if self._busy or self.stopped:
            return
        if self._waiting is None:
            self.stored.emit()
            return
        sent, self._busy = self._waiting, True
        plans, session = self._context.station.plans, self._context.session
        job = partial(plans.save_draft, session, self.version_id, sent, self.before)
        self._context.bridge.ask(self, job, partial(self._done, sent), self._refused)

    def take_over(self, content: PlanContent, before: str) -> None:
        """Goes on from what somebody else stored; what waits here is stored over it next."""
        self.content, self.before, self.stopped = content, before, False

    def forget(self) -> None:
        """Lets go of what waits."""
        self._waiting = None
        self._pause.stop()

    def _done(self, sent: PlanContent, new_hash: str) -> None:
        self._busy = False
        self.content, self.before = sent, new_hash
        if self._waiting is sent or self._waiting == sent:
            self._waiting = None
        self.flush()

    def _refused(self, trouble: Trouble) -> None:
        self._busy = False
        if trouble.code == "plan_changed":
            self.stopped = True
            self.overtaken.emit()
        else:
            self.failed.emit(trouble)
