"""What forms in use offer to a plan: scores for limits and rules, answering for the schedule."""

from dataclasses import dataclass

from station.rules.kinds import is_dotted
from station.services.forms.forms import Forms
from station.services.session import Session


@dataclass(frozen=True, slots=True)
class FormOffers:
    """Components of scores, and the kinds that say that a form was answered."""

    scores: tuple[str, ...]
    answered: tuple[str, ...]


def form_offers(forms: Forms, session: Session) -> FormOffers:
    """Give what all forms in use offer; answers that are measurements are offered as those."""
    scores: list[str] = []
    answered: list[str] = []
    for row in forms.in_use(session):
        form = forms.form(session, row.code)
        codes = [form.component(item) for item in form.items if item.gives_score]
        codes += [form.component(total) for total in form.totals]
        scores += [code for code in codes if is_dotted(code)]
        answered.append(form.answered)
    return FormOffers(tuple(dict.fromkeys(scores)), tuple(answered))
