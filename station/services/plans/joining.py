"""A second diagnosis: another template beside a draft, with every conflict laid before a person."""

from dataclasses import dataclass

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.queries import plans as queries
from station.rules.comparing import Change, How, compare
from station.rules.joining import Conflict, codes_of, combine
from station.rules.plans import PlanContent
from station.rules.templates import instantiate
from station.services.plans.plans import Plans
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

__all__ = ["Conflict", "PlanJoining", "Proposed"]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A draft with another template beside it, not stored; `before` is the hash it was made from.

    `content` holds what alerts first in every one of the `conflicts`, until a person chooses;
    `adds` is what comes with it without a conflict.
    """

    version_id: str
    before: str
    name: str
    content: PlanContent
    conflicts: tuple[Conflict, ...]
    adds: tuple[Change, ...]


class PlanJoining:
    """Puts templates together; what comes of it is stored as any other edit of the draft."""

    def __init__(self, record: Record, plans: Plans) -> None:
        """Read from `record`, with the templates of `plans`."""
        self._record = record
        self._plans = plans

    def propose(self, session: Session, version_id: str, template: str) -> Proposed:
        """Give the draft with a template beside it; Trouble `template_twice` if it has it already.

        Nothing is stored.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.read() as reader:
            row = queries.one(reader, version_id)
        if row is None:
            raise Trouble("plan_unknown", N_("This plan is not in the file any more."))
        content = row.version.content
        if template in codes_of(content.template):
            raise Trouble("template_twice", N_("This template is in the draft already."))
        found = self._plans.template(template, content.language)
        other = instantiate(found, day_of(self._record.clock.now()))
        together, conflicts = combine(content, other)
        adds = tuple(each for each in compare(content, together) if each.how is How.ADDED)
        return Proposed(version_id, row.content_hash, found.name, together, conflicts, adds)
