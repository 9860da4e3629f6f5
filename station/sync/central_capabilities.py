"""What a server says it can do (its CapabilityStatement), and what it lacks for Station."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from station.sync.central_asking import Asker
from station.sync.central_replies import Unanswered
from station.sync.values import Resource, Verdict

NEEDED = ("read", "update", "search-type")
"""Interactions without which a type cannot be exchanged."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a server told of itself; `can` holds the interactions of each resource type.

    `own_ids_only` are the types whose ids it says only itself can give; HAPI says neither.
    """

    fhir_version: str
    software: str
    can: Mapping[str, frozenset[str]]
    own_ids_only: frozenset[str]
    batch: bool

    def history(self, resource_type: str) -> bool:
        """Whether deletions of a type can be read."""
        return "history-type" in self.can.get(resource_type, frozenset())

    def lacking(self, types: Iterable[str]) -> tuple[str, ...]:
        """Give codes for what Station needs and the server does not say it has.

        "fhir_version", "batch", "<type>" (not served at all), "<type>:<interaction>", and
        "<type>:update_create" where ids cannot be given by the client.
        """
        missing = [] if self.fhir_version.startswith("4.0.") else ["fhir_version"]
        missing += [] if self.batch else ["batch"]
        for kind in types:
            if kind not in self.can:
                missing.append(kind)
                continue
            missing += [f"{kind}:{each}" for each in NEEDED if each not in self.can[kind]]
            missing += [f"{kind}:update_create"] if kind in self.own_ids_only else []
        return tuple(missing)


def ask(asker: Asker) -> Capabilities:
    """Read the CapabilityStatement; raise Unanswered where there is none."""
    body = asker.resource("GET", "metadata")
    if body.get("resourceType") != "CapabilityStatement":
        raise Unanswered(Verdict.CHANNEL, "no_fhir_server")
    return read(body)


def read(body: Resource) -> Capabilities:
    """Read what a CapabilityStatement says of the server's side."""
    rest = next((r for r in _each(body.get("rest")) if r.get("mode", "server") == "server"), {})
    types = {str(r.get("type")): r for r in _each(rest.get("resource"))}
    told = body.get("software")
    software = told if isinstance(told, Mapping) else {}
    system = _codes(rest.get("interaction"))
    return Capabilities(
        fhir_version=str(body.get("fhirVersion", "")),
        software=" ".join(str(software[n]) for n in ("name", "version") if n in software),
        can={name: _codes(said.get("interaction")) for name, said in types.items()},
        own_ids_only=frozenset(n for n, said in types.items() if said.get("updateCreate") is False),
        batch=bool(system & {"batch", "transaction"}),
    )


def _each(listed: object) -> list[Mapping[str, object]]:
    return [e for e in listed if isinstance(e, Mapping)] if isinstance(listed, list) else []


def _codes(listed: object) -> frozenset[str]:
    return frozenset(str(each.get("code")) for each in _each(listed))
