"""HAPI FHIR JPA in a minimal application of the tests' own: built by Maven, on H2 or PostgreSQL."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.servers.running import Server, free_port

PROJECT = Path(__file__).with_name("hapi")


class Standing(Server):
    """A server that somebody else starts and ends."""

    def start(self) -> Server:
        """Take it as it is."""
        return self


def hapi(folder: Path) -> Server:
    """Give a HAPI with an empty database, not started yet; skip where it cannot be built.

    TRY_HAPI_DB is a JDBC address of PostgreSQL; without it, H2 in `folder`. TRY_HAPI_AT is the FHIR
    base of a server that runs already, empty, and is left running.
    """
    if there := os.environ.get("TRY_HAPI_AT"):
        return Standing("hapi", (), there, folder)
    maven = shutil.which("mvn")
    if not maven or not shutil.which("java"):
        pytest.skip("Java and Maven are not installed here; HAPI needs them")
    classes = _built(maven)
    port = free_port()
    database = os.environ.get("TRY_HAPI_DB") or f"jdbc:h2:file:{folder}/hapi"
    command = ["java", "-Xmx1500m", "-cp", classes, "station.hapi.Main", str(port), database]
    return Server(
        "hapi", command, f"http://127.0.0.1:{port}/fhir", folder, {**os.environ}, patience_s=400
    )


def _built(maven: str) -> str:
    """Compile, and give the class path; what Maven fetched stays in its own cache."""
    place = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "station-tests/hapi"
    shutil.copytree(PROJECT, place, dirs_exist_ok=True)
    command = [maven, "-q", "-B", "compile", "dependency:copy-dependencies"]
    subprocess.run(command, cwd=place, check=True, capture_output=True, timeout=900)
    return f"{place}/target/classes:{place}/target/dependency/*"
