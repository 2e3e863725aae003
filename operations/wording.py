"""Text for the operator's terminal."""

RESUME = "run sequences resume when the work that needs the pause is done"
LONGEST = 2000  # characters; longer texts are cut


def plain(text: object) -> str:
    """Make a text one line of printable ASCII, because messages and replies may contain control characters."""
    line = "".join(each if " " <= each <= "~" else ascii(each)[1:-1] for each in str(text))
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}..."


def count(number: int, noun: str) -> str:
    """Format a number and its noun, such as `1 record` or `2 records`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
