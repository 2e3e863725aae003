"""Write the figures into docs/reliability.md: `python -m evidence.reliability`."""

from . import DOCUMENT, written

if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text()))
