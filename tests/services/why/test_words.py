"""The words of «Hvorfor» that need no file: what it would have taken, and in which order."""

from station.core.i18n import speaking
from station.rules.explain import Held, Tried
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.readings import Reading
from station.services.why.words import nearest_words, summary_words

RED = Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 86)
YELLOW = Limit("spo2", Level.YELLOW, Side.LOW, Operator.BELOW, 89, 2, 3)
READING = Reading("a" * 32, "b" * 32, "spo2", 1000, 1000, (90.0,))


def tried(limit: Limit, *values: float, found: bool = False) -> Tried:
    used = tuple((at, value) for at, value in enumerate(values))
    return Tried("limit", "spo2", limit.side, limit.level, limit, used=used, found=found)


def test_the_nearest_limit_not_reached_is_named() -> None:
    with speaking("en"):
        assert nearest_words([tried(RED, 90), tried(YELLOW, 90)]) == (
            "SpO₂: yellow below 89 %, 2 of the last 3 readings",
        )
        assert nearest_words([tried(RED, 80, found=True)]) == ()
        assert nearest_words([tried(RED, float("-inf"))]) == ()


def test_a_value_beyond_it_says_how_many_more_it_takes() -> None:
    with speaking("en"):
        (words,) = nearest_words([tried(YELLOW, 92, 91, 88)])
    assert words == "SpO₂: 1 more reading below 89 % gives yellow"


def test_nothing_is_certain_while_the_patient_cannot_be_judged() -> None:
    with speaking("en"):
        words = summary_words(READING, [tried(RED, 90)], (), judged=False)
        raised = summary_words(READING, [tried(RED, 80)], (Level.YELLOW, Level.RED), judged=False)
        nobody = summary_words(READING, [Tried("", "spo2", held=Held.NO_PLAN)], (), judged=True)
    assert words == "The patient's readings cannot be judged now, so nothing is certain here."
    assert raised == "This reading raised a red alert."
    assert nobody == "No plan decided at the time of the reading, so it was not judged."
