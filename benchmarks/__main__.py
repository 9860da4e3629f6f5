"""Runs the benchmarks and prints their table: python -m benchmarks [--rounds N] [NAME ...]."""

import argparse
import importlib
import pkgutil
import sys

import benchmarks
from benchmarks.common import ROUNDS, Row, Verdict, table

PREFIX = "bench_"


def main(arguments: list[str]) -> int:
    """Measure what was named, or everything, and give 1 if a goal was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names()))
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = parser.parse_args(arguments)
    if unknown := sorted(set(chosen.names) - set(names())):
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(names())}")
    rows: list[Row] = []
    for name in chosen.names or names():
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        rows += importlib.import_module(f"benchmarks.{PREFIX}{name}").run(chosen.rounds)
    print(table(rows))
    return 1 if any(row.verdict is Verdict.MISSED for row in rows) else 0


def names() -> list[str]:
    """The benchmarks that exist: every module bench_<name> beside this one."""
    modules = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return sorted(name.removeprefix(PREFIX) for name in modules if name.startswith(PREFIX))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
