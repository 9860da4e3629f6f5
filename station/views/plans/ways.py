"""The rarer ways of a plan at the desk: the meeting, a plan of others, a second diagnosis."""

from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from station.core.trouble import Trouble
from station.rules.joining import codes_of
from station.rules.plans import PlanContent
from station.services.plans.meetings import Outcome
from station.services.plans.values import PlanDesk, Template, VersionRow
from station.views.context import Context
from station.views.page import Draft
from station.views.plans.joining import JoiningForm
from station.views.plans.meeting import Held, MeetingForm, outcome_words
from station.views.plans.origins import OriginForm
from station.views.style import scrolled

T = TypeVar("T")


class Front(Protocol):
    """What the desk lets its ways do."""

    subject: str

    def ask(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[Trouble], None] | None = None,
    ) -> None:
        """Asks a service."""

    def put(self, widget: QWidget, begin: Callable[[], object] | None = None) -> None:
        """Shows something, and begins there."""

    def refresh(self) -> None:
        """Goes back to the versions."""

    def edit(self, version_id: str) -> None:
        """Opens a draft."""

    def choose(self, version_id: str) -> None:
        """Lets a version be the one that is shown."""

    def not_opened(self, trouble: Trouble) -> None:
        """Says what went wrong."""


class Ways:
    """Opens the screens and sees to where they lead."""

    def __init__(self, context: Context, front: Front) -> None:
        self._context, self._front = context, front
        self._plans, self._session = context.station.plans, context.session

    # --------------------------------------------------------------------------- meeting

    def meet(self, version_id: str, held: Held | None = None) -> None:
        """The treatment meeting, beginning from a version."""
        subject, session, plans = self._front.subject, self._session, self._plans

        def job() -> tuple[PlanDesk, VersionRow, Template | None]:
            row = plans.open(session, version_id)
            content = held.content if held else row.version.content
            return plans.refresh(session, subject), row, self._template(content)

        def show(found: tuple[PlanDesk, VersionRow, Template | None]) -> None:
            form = MeetingForm(self._context, *found, held)
            form.left.connect(self._front.refresh)
            form.stored.connect(self._met)
            self._front.put(form, form.begin)

        self._front.ask(job, show, self._front.not_opened)

    def _met(self, outcome: Outcome) -> None:
        self._context.toast(outcome_words(outcome))
        self._front.choose(outcome.version_id)
        if outcome.approved:
            self._front.refresh()
        else:
            self._front.edit(outcome.version_id)

    # ------------------------------------------------------------------------- elsewhere

    def enter(self, language: str) -> None:
        """A plan made elsewhere."""

        def show(templates: tuple[tuple[str, str], ...]) -> None:
            form = OriginForm(self._context, self._front.subject, language, templates)
            form.begun.connect(self._front.edit)
            form.left.connect(self._front.refresh)
            self._front.put(scrolled(form), form.begin)

        self._front.ask(partial(self._plans.templates, language), show)

    # -------------------------------------------------------------------- second diagnosis

    def join(self, version: VersionRow) -> None:
        """Another template beside a draft."""
        content, version_id = version.version.content, version.version.id

        def show(templates: tuple[tuple[str, str], ...]) -> None:
            known = codes_of(content.template)
            others = [each for each in templates if each[0] not in known]
            form = JoiningForm(self._context, version_id, others)
            form.joined.connect(partial(self._front.edit, version_id))
            form.left.connect(partial(self._front.edit, version_id))
            self._front.put(scrolled(form), form.begin)

        self._front.ask(partial(self._plans.templates, content.language), show)

    def _template(self, content: PlanContent) -> Template | None:
        try:
            return self._plans.template_of(content)
        except Trouble:
            # The template may be gone; the plan stands on its own.
            return None


def meeting_draft(held: Held) -> Draft:
    """What was written about a meeting, as it is kept over a lock."""
    return {
        "version": held.version_id,
        "before": held.before,
        "content": held.content.to_data(),
        "meeting": dict(held.words),
    }


def held_in(draft: Draft) -> Held | None:
    """What was kept over a lock, or None if it is another draft."""
    content, words = draft.get("content"), draft.get("meeting")
    if not isinstance(content, dict) or not isinstance(words, dict):
        return None
    said = {str(key): str(value) for key, value in words.items()}
    return Held(str(draft["version"]), str(draft["before"]), PlanContent.from_data(content), said)
