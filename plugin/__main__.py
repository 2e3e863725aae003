"""The plugin's process: the engine starts this folder, and reads the port that it serves from its output."""

import sys
from pathlib import Path

from pulumi.provider import main

# In place of this folder, whose modules shall hide no others of their names.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from plugin.provider import SequenceProvider  # noqa: E402  it is found only now

main(SequenceProvider(), sys.argv[1:])
