"""sekmet-fhir: a FHIR R4 server of others, in Python, with its data in one SQLite file."""

import os
import sys
from pathlib import Path

from tests.servers.running import Server, free_port

SETTINGS = """\
base_url: http://127.0.0.1:{port}/fhir
host: 127.0.0.1
port: {port}
data_dir: {folder}
log_inbound: false
simulator: {{enabled: false}}
"""


def sekmet(folder: Path) -> Server:
    """Give a sekmet with its file in `folder`, not started yet."""
    port = free_port()
    settings = folder / "settings.yaml"
    settings.write_text(SETTINGS.format(port=port, folder=folder), encoding="utf-8")
    program = Path(sys.executable).with_name("sekmet")
    command = [str(program), "serve", "-c", str(settings)]
    quiet = {**os.environ, "PYTHONWARNINGS": "ignore"}
    return Server("sekmet", command, f"http://127.0.0.1:{port}/fhir", folder, quiet)
