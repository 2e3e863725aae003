"""Suggest a name in place of one that does not exist."""

import difflib
from collections.abc import Iterable


def hint(given: str, names: Iterable[str]) -> str:
    """Suggest the nearest name, for example `did you mean stream_arn?`, or list all names."""
    plain = {name.replace("_", "").lower(): name for name in names}
    wanted = given.replace("_", "").lower()
    near = next(iter(difflib.get_close_matches(wanted, plain, 1, cutoff=0.8)), "")
    # A prefix often inverts the meaning: disable_stream does not mean stream.
    if near and near[0] == wanted[0] and (near == wanted or not wanted.endswith(near)):
        return f"did you mean {plain[near]}?"
    return f"the names are {', '.join(sorted(plain.values()))}"
