"""Try all mutants of the handlers and of the lease: `python -m evidence.mutants [MODULE ...]`.

With modules, it tries those alone. It fails if a survivor has no explanation, or an explanation has no survivor.
"""

import argparse

from .run import main

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m evidence.mutants")
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="such as handlers/sequence.py; default: all")
    raise SystemExit(main(parser.parse_args().modules))
