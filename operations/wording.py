"""How text gets onto the operator's terminal."""

LONGEST = 2000  # characters of a text


def plain(text: object) -> str:
    """Make a text one line of printable ASCII. Messages and replies may hold a terminal's control characters."""
    line = "".join(each if " " <= each <= "~" else ascii(each)[1:-1] for each in str(text))
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}..."


def count(number: int, noun: str) -> str:
    """Such as `1 record` and `2 records`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
