"""Have HAPI's own validator judge the FHIR resources that Station sends.

    python -m tools.hapi_validate [N]     N records of every kind (20)

Needs Java 17 or newer and Maven, which fetches the validator once; no other part of the project
needs these. A resource with a status that does not exist is judged too: it must be refused, or the
judging itself is broken. Exit code 1 if anything of Station's is refused.
"""

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from station.sync.central_card import card, next_mark
from station.sync.fhir import text
from station.sync.values import Resource
from tests.sync.fhir.samples import resources

_FOLDER = Path(__file__).with_name("hapi")
_EACH = 20
_CARD = "0f0e0d0c-0b0a-4908-8706-050403020100"
_ERR = "is not in valueset: http://hl7.org/fhir/ValueSet/languages"
"""What HAPI says of «nb» and «nn»: the list is preferred only, and both are languages."""
_REFUSED = frozenset({"error", "fatal"})


@dataclass(frozen=True, slots=True)
class Issue:
    """What the validator says of one resource, by its number."""

    number: int
    severity: str
    place: str
    words: str


def main(arguments: Sequence[str]) -> int:
    """Draw resources, have them judged, print what was said; 1 if any of them is refused."""
    sent = [*resources(int(arguments[0]) if arguments else _EACH), card(_CARD, next_mark(""))]
    wrong = {**next(each for each in sent if each["resourceType"] == "Observation")}
    issues = judge([*sent, {**wrong, "status": "no-such-status"}])
    refused = [
        each for each in issues if each.severity in _REFUSED and not each.words.endswith(_ERR)
    ]
    if not any(each.number == len(sent) for each in refused):
        print("The wrong resource was not refused: the judging is broken.")
        return 1
    _report(sent, issues)
    return int(any(each.number < len(sent) for each in refused))


def judge(sent: Sequence[Resource]) -> list[Issue]:
    """Give the errors and warnings of all these resources, judged in one Java process."""
    with tempfile.TemporaryDirectory() as folder:
        classes = Path(folder, "classpath")
        fetch = ["mvn", "-q", "-B", "dependency:build-classpath", f"-Dmdep.outputFile={classes}"]
        subprocess.run(fetch, cwd=_FOLDER, check=True)
        path = classes.read_text(encoding="utf-8")
        done = subprocess.run(
            ["java", "-cp", path, str(_FOLDER / "ValidateFhir.java")],
            input="\n".join(text(each) for each in sent),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=True,
        )
    told = [line.split("\t", 3) for line in done.stdout.splitlines()]
    return [Issue(int(each[0]), *each[1:]) for each in told if each[0].isdecimal()]


def _report(sent: Sequence[Resource], issues: Sequence[Issue]) -> None:
    types = Counter(str(each["resourceType"]) for each in sent)
    print(f"{len(sent)} resources: " + ", ".join(f"{n} {name}" for name, n in types.items()))
    said = Counter(
        (each.severity, str(sent[each.number]["resourceType"]), each.words[:200])
        for each in issues
        if each.number < len(sent)
    )
    for (severity, name, words), n in sorted(said.items()):
        print(f"{n:5} {severity:8} {name}: {words}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
