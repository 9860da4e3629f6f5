"""Medplum's fhir-router with its memory repository, behind a small wrapper of our own."""

import os
from pathlib import Path

from tests.servers.node import node_folder
from tests.servers.running import Server, free_port

WRAPPER = Path(__file__).with_name("medplum.mjs")


def medplum(folder: Path) -> Server:
    """Give a Medplum that keeps nothing, not started yet; skip where node is missing."""
    port = free_port()
    packages = node_folder()
    command = ["node", "--experimental-websocket", str(WRAPPER), str(packages), str(port)]
    return Server("medplum", command, f"http://127.0.0.1:{port}/fhir/R4", folder, {**os.environ})
