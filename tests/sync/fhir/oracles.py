"""Other people's validators of FHIR R4, each told to hold its tongue on what it cannot know."""

import json
import re
import subprocess
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

import fhirkit
from fhir.resources.R4B import get_fhir_model_class
from pydantic import ValidationError
from pyrofile_validator import Validator
from pyrofile_validator.config import ValidatorConfig

from station.sync.fhir import text
from station.sync.values import Resource
from tests.servers.node import node_folder

_PYROFILE_ERRS = re.compile(
    r"Contained reference # does not resolve"  # «#» is the resource itself
    r"|'urn:station:form:\w+\|\d+' could not be resolved"  # a single file has no other
    r"|Unknown element (Observation|Patient|Questionnaire)\.[\w.\[\]]+\.(text|language)$"
    r"|Code '(entered-in-error|completed|in-progress)' is not in required"  # its lists are short
)
"""What pyrofile alone says, and says wrongly: R4's own definitions have all of these."""
Found = list[tuple[int, str]]
"""What an oracle says: the number of the resource, and its words."""
_NODE = """
import { Fhir } from "fhir";
import { createInterface } from "node:readline";
const fhir = new Fhir();
let number = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const result = fhir.validate(JSON.parse(line), { errorOnUnexpected: true });
  for (const each of result.messages ?? [])
    if (each.severity === "error" || each.severity === "fatal")
      console.log(JSON.stringify([number, `${each.location}: ${each.message}`]));
  number += 1;
}
"""


def by_fhirkit(resources: Sequence[Resource]) -> Found:
    """fhirkit-rs: unknown and lacking elements, types, cardinalities."""
    return [
        (number, str(issue))
        for number, each in enumerate(resources)
        for issue in fhirkit.validate(text(each))
    ]


def by_models(resources: Sequence[Resource]) -> Found:
    """fhir.resources: pydantic models of R4B, which agrees with R4 in all that is written here."""
    found = []
    for number, each in enumerate(resources):
        try:
            get_fhir_model_class(str(each["resourceType"])).model_validate(dict(each))
        except ValidationError as error:
            found.append((number, str(error)))
    return found


def by_pyrofile() -> Callable[[Sequence[Resource]], Found]:
    """pyrofile: required codes and FHIRPath invariants; no references."""
    validator = Validator(ValidatorConfig(allow_unknown_extensions=True))

    def judge(resources: Sequence[Resource]) -> Found:
        return [
            (number, f"{issue.path}: {issue.message}")
            for number, each in enumerate(resources)
            for issue in validator.validate_resource(dict(each)).issues
            if issue.severity.value in {"error", "fatal"}
            and not _PYROFILE_ERRS.search(issue.message)
        ]

    return judge


def by_node(resources: Iterable[Resource]) -> Found:
    """Npm's `fhir`: one process for a whole batch."""
    lines = "\n".join(text(each) for each in resources)
    done = subprocess.run(
        ["node", "--input-type=module", "-e", _NODE],
        input=lines,
        cwd=node_folder(),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found: Found = []
    for line in done.stdout.splitlines():
        with suppress(ValueError):
            told: Any = json.loads(line)
            found.append((told[0], told[1]))
    return found
