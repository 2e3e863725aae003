"""The environment variables of all processes of a run."""

import json
import os
from pathlib import Path

from .plan import SEQUENCES, TOKEN_SECONDS


def environment(folder: Path, url: str, table: str) -> dict[str, str]:
    """What all processes get: no AWS settings of this machine. Writes the definitions into `folder`."""
    definitions = folder / "sequences.json"
    definitions.write_text(json.dumps(SEQUENCES))
    machine = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "SEQUENCE_"))}
    return machine | {
        "AWS_ENDPOINT_URL_DYNAMODB": url,
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "SEQUENCE_TABLE_NAME": table,
        "SEQUENCE_DEFINITIONS_PATH": str(definitions),
        "SEQUENCE_TOKEN_SECONDS": str(TOKEN_SECONDS),
    }
