"""Write the figures into docs/reliability.md: `python -m evidence.reliability`."""

from evidence.arguments import Parser

from . import DOCUMENT, written


def main() -> None:
    """Run the command. It takes no arguments."""
    Parser(
        prog="python -m evidence.reliability",
        description="Write the figures in evidence/results/ into docs/reliability.md.",
        allow_abbrev=False,
    ).parse_args()
    DOCUMENT.write_text(written(DOCUMENT.read_text()))


if __name__ == "__main__":
    main()
