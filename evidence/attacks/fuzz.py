"""Attack with texts that a coverage-guided fuzzer finds: `make fuzz`.

It needs the package `atheris`. Its arguments are those of libFuzzer, for example `-max_total_time=60`.
"""

import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-untyped]  # not a dependency: `make fuzz` fetches it

with atheris.instrument_imports(include=["handlers"]):
    from . import texts
    from .target import attack


def one_input(data: bytes) -> None:
    """Attack with these bytes as text; surrogates are allowed."""
    attack(data.decode("utf-8", "surrogateescape"))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as corpus:
        for number, text in enumerate(texts.SHORT):
            Path(corpus, str(number)).write_bytes(text.encode("utf-8", "surrogatepass"))
        atheris.Setup([*sys.argv, corpus], one_input)
        atheris.Fuzz()
