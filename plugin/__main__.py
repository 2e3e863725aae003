"""Run the plugin. Pulumi's engine runs this folder and reads the plugin's port from standard output."""

import sys
from pathlib import Path

from pulumi.provider import main

# Replace this folder, so that its modules do not hide others with the same names.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from plugin.provider import SequenceProvider  # noqa: E402  needs the path from the line above

main(SequenceProvider(), sys.argv[1:])
