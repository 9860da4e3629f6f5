"""Whether the numbers in the rules matter: each is changed a little, and an example must notice.

`python -m tools.mutants` prints the table: every rule's operator, size, count, days and hours, what
they were changed to, and the example whose outcome changed. Its second half does the same with the
comparisons in the engine's own source. A change that no example notices has survived.
"""

import ast
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from station.rules.force import Force
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import PlanContent, PlanStatus, PlanVersion
from station.rules.rulebook import Combination, Condition
from tools.mutant_examples import EXAMPLES, AnyRule, Example

HOUR = 3_600_000
START = 1_792_206_000_000
"""17 October 2026, 05:00 in Norway."""
RULES = Path(__file__).resolve().parent.parent / "station" / "rules"
ENGINE = ("ground", "findings", "windows", "alerts", "replay", "combining")
"""The engine's modules, each after those that it imports."""
MUTATED = ("ground", "findings", "windows", "combining")
_FIRST_LOOK = "a first look only: what is nearly enough is measured properly below it"
EQUIVALENT = {
    "windows.py: -_LARGEST < used[1] < _LARGEST -> -_LARGEST <= used[1] < _LARGEST": (
        "no measurement is as large as that"
    ),
    "windows.py: -_LARGEST < used[1] < _LARGEST -> -_LARGEST < used[1] <= _LARGEST": (
        "no measurement is as large as that"
    ),
    "windows.py: (value - reference[1] if high else reference[1] - value) >= self._near"
    " -> (value - reference[1] if high else reference[1] - value) > self._near": _FIRST_LOOK,
    "windows.py: (mean - median if self._high else median - mean) >= self._near"
    " -> (mean - median if self._high else median - mean) > self._near": _FIRST_LOOK,
}
"""Changes that change nothing, each with its reason."""
Outcome = tuple[tuple[tuple[object, ...], ...], tuple[int, ...]]

_WIDE = 56


@dataclass(frozen=True, slots=True)
class Mutant:
    """One small change, and the examples that noticed it."""

    where: str
    change: str
    noticed: tuple[str, ...]


def of_rules() -> list[Mutant]:
    """Change every number and operator of every rule, one at a time."""
    engine = _engine()
    found = []
    for rule in dict.fromkeys(example.rule for example in EXAMPLES):
        own = [example for example in EXAMPLES if example.rule == rule]
        before = {example.name: outcome(engine, example) for example in own}
        for change, mutated in _changed(rule):
            after = {each.name: outcome(engine, replace(each, rule=mutated)) for each in own}
            noticed = tuple(name for name in after if after[name] != before[name])
            found.append(Mutant(_title(rule), change, noticed))
    return found


def of_source(modules: Sequence[str] = MUTATED) -> list[Mutant]:
    """Change every comparison in the source of the engine, one at a time."""
    before = {example.name: outcome(_engine(), example) for example in EXAMPLES}
    found = []
    for name in modules:
        text = (RULES / f"{name}.py").read_text(encoding="utf-8")
        for change, mutated in _comparisons(text):
            noticed = tuple(_differing(_engine(name, mutated), before))
            found.append(Mutant(f"{name}.py", change, noticed))
    return found


def outcome(engine: dict[str, ModuleType], example: Example) -> Outcome:
    """Give what happened, when and why, and what the engine remembers of it."""
    rules = (example.rule, *example.beside)
    limits = tuple(rule for rule in rules if isinstance(rule, Limit))
    others = tuple(rule for rule in rules if not isinstance(rule, Limit))
    content = PlanContent("x", "nb", limits=limits, rules=others)
    force = Force([PlanVersion("v", "p", "p", 1, PlanStatus.DRAFT, content, 0, "n")])
    series = {
        component: [_sample(engine, f"{component}{at}", *each) for at, each in enumerate(numbers)]
        for component, numbers in example.series.items()
    }
    closings = []
    if example.closed is not None:
        closings = [engine["replay"].Closing(Side.HIGH, START + int(example.closed * HOUR))]
    state, found = engine["alerts"].State(), []
    if isinstance(example.rule, Combination):
        judge = engine["combining"].judge_combination
        state, events = judge(state, example.rule.id, force, series, closings)
        state, more = judge(state, example.rule.id, force, series)
        events += more
        found = [engine["combining"].reach_ms(example.rule.id, force)]
    else:
        component = example.rule.component
        grounds = engine["replay"].Grounds(component, force, example.answers)
        state, events = engine["replay"].judge(state, grounds, series[component], closings)
        past = [(each.taken_at, each.value) for each in series[component]]
        found = [
            int(engine["findings"].worst_level(grounds.at(START), past[: at + 1]))
            for at in range(len(past))
        ]
    return tuple(_told(event) for event in events), (*found, len(state.recent))


def _sample(
    engine: dict[str, ModuleType],
    name: str,
    hour: float,
    value: float,
    arrived: float | None = None,
) -> Any:  # noqa: ANN401  (of an engine loaded afresh)
    moment = START + int(hour * HOUR)
    came = moment if arrived is None else START + int(arrived * HOUR)
    return engine["alerts"].Sample(name, moment, came, value)


def _told(event: Any) -> tuple[object, ...]:  # noqa: ANN401  (of an engine loaded afresh)
    why = event.why
    hour = (event.sample.taken_at - START) / HOUR
    which = (event.sample.reading_id, event.sample.arrived_at)
    because = () if why is None else (why.rule, why.hits, why.used, len(why.parts))
    return (hour, which, event.what.value, event.side.value, int(event.level), *because)


def survivors(mutants: Sequence[Mutant]) -> list[Mutant]:
    """Give the changes that no example noticed, though they change something."""
    return [each for each in mutants if not each.noticed and _named(each) not in EQUIVALENT]


def _named(mutant: Mutant) -> str:
    """A change by its text, wherever in the file it stands."""
    return f"{mutant.where}: {mutant.change.partition(': ')[2]}"


def main() -> int:
    """Print both tables; 1 if something survived."""
    mutants = [*of_rules(), *of_source()]
    width = max(len(each.where) for each in mutants)
    for each in mutants:
        shown = EQUIVALENT.get(_named(each)) or _shown(each.noticed)
        print(f"{each.where:<{width}}  {_short(each.change):<{_WIDE}}  {shown}")
    left = survivors(mutants)
    noticed = sum(1 for each in mutants if each.noticed)
    same = len(mutants) - noticed - len(left)
    print(f"{len(mutants)} changes: {noticed} noticed, {same} change nothing, {len(left)} survived")
    return 1 if left else 0


def _differing(engine: dict[str, ModuleType], before: dict[str, Outcome]) -> Iterator[str]:
    for example in EXAMPLES:
        try:
            changed = outcome(engine, example) != before[example.name]
        except Exception:  # noqa: BLE001  (a mutant that cannot even run is noticed)
            changed = True
        if changed:
            yield example.name


def _engine(mutated: str = "", tree: ast.Module | None = None) -> dict[str, ModuleType]:
    """Load the engine's modules afresh, one of them changed, and put the real ones back."""
    names = [f"station.rules.{name}" for name in ENGINE]
    real = {name: sys.modules.pop(name) for name in names if name in sys.modules}
    try:
        found = {name: _load(name, tree if name == mutated else None) for name in ENGINE}
    finally:
        for name in names:
            sys.modules.pop(name, None)
        sys.modules.update(real)
    return found


class _Loader(SourceFileLoader):
    """Loads a module from a changed tree in place of its source."""

    tree: ast.Module | None = None

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002  (the import system's name)
        """Compile the tree, or the source, without the cache of compiled files."""
        tree = self.tree or ast.parse(Path(self.path).read_text(encoding="utf-8"))
        return compile(tree, self.path, "exec")


def _load(name: str, tree: ast.Module | None) -> ModuleType:
    loader = _Loader(f"station.rules.{name}", str(RULES / f"{name}.py"))
    loader.tree = tree
    spec = spec_from_loader(loader.name, loader)
    if spec is None:
        raise FileNotFoundError(name)
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    loader.exec_module(module)
    return module


_FLIPS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


def _comparisons(text: str) -> Iterator[tuple[str, ast.Module]]:
    count = sum(isinstance(node, ast.Compare) for node in ast.walk(ast.parse(text)))
    for at in range(count):
        tree = ast.parse(text)
        node = [each for each in ast.walk(tree) if isinstance(each, ast.Compare)][at]
        for place, operator in enumerate(node.ops):
            flipped = _FLIPS.get(type(operator))
            if flipped is None:
                continue
            was = ast.unparse(node)
            node.ops[place] = flipped()
            shown = f"{node.lineno}: {was} -> {ast.unparse(node)}"
            yield shown, ast.fix_missing_locations(tree)
            node.ops[place] = operator


def _changed(rule: AnyRule) -> Iterator[tuple[str, AnyRule]]:
    for field in fields(rule):
        value: Any = getattr(rule, field.name)
        for other in _others(rule, field.name, value):
            yield (
                f"{field.name}: {_plain(value)} -> {_plain(other)}",
                replace(rule, **{field.name: other}),
            )


def _others(rule: AnyRule, name: str, value: Any) -> list[Any]:  # noqa: ANN401  (of any field)
    found: list[Any] = []
    if isinstance(value, Operator):
        found = [each for each in Operator if each is not value]
    elif isinstance(value, Level):
        found = [each for each in (Level.YELLOW, Level.RED) if each is not value]
    elif isinstance(value, Side):
        # A limit's side is its operator's: the guardrails refuse anything else.
        found = [] if isinstance(rule, Limit) else [each for each in Side if each is not value]
    elif name == "conditions":
        places = range(len(value))
        found = [_with_condition(value, at, one) for at in places for one in _conditions(value[at])]
    elif isinstance(value, int | float) and not _has_no_meaning(rule, name):
        step = 0.1 if name in ("value", "by", "least", "spreads") else 1
        found = [value - step, value + step] if value else [value + 20 * step]
    return found


def _has_no_meaning(rule: AnyRule, name: str) -> bool:
    """Without several readings there is no k of n, and where there are there are no hours."""
    if not isinstance(rule, Limit):
        return False
    return (name == "hours" and not rule.hours) or (name in ("k", "n") and rule.n == 1)


def _conditions(condition: Condition) -> list[Condition]:
    operators = [each for each in Operator if each is not condition.operator]
    values = [condition.value - 0.1, condition.value + 0.1]
    return [
        *(replace(condition, operator=each) for each in operators),
        *(replace(condition, value=each) for each in values),
    ]


def _with_condition(
    conditions: tuple[Condition, ...], at: int, other: Condition
) -> tuple[Condition, ...]:
    return (*conditions[:at], other, *conditions[at + 1 :])


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(f"{each.component}{each.operator.value}{each.value:g}" for each in value)
    return f"{value:g}" if isinstance(value, float) else str(getattr(value, "value", value))


def _title(rule: AnyRule) -> str:
    return f"{type(rule).__name__} {rule.component}"


def _short(change: str) -> str:
    return change if len(change) <= _WIDE else change[: _WIDE - 1] + "…"


def _shown(noticed: Sequence[str]) -> str:
    if not noticed:
        return "SURVIVED"
    return noticed[0] if len(noticed) == 1 else f"{noticed[0]} (+{len(noticed) - 1})"


if __name__ == "__main__":
    sys.exit(main())
