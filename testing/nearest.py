"""What to say about a name that does not exist."""

import difflib
from collections.abc import Iterable


def hint(given: str, names: Iterable[str]) -> str:
    """The name that was probably meant, for example `did you mean stream_arn?`; else every name."""
    plain = {name.replace("_", "").lower(): name for name in names}
    wanted = given.replace("_", "").lower()
    near = next(iter(difflib.get_close_matches(wanted, plain, 1, cutoff=0.8)), "")
    # A longer beginning often inverts the meaning, as in disable_stream for stream: that is no misspelling.
    if near and near[0] == wanted[0] and (near == wanted or not wanted.endswith(near)):
        return f"did you mean {plain[near]}?"
    return f"the names are {', '.join(sorted(plain.values()))}"
