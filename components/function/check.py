"""Check for options of a function that contradict each other, or that the bundled code cannot use."""

import re

from ..checking.mistakes import Mistakes, key_path
from .args import FunctionArgs


def check_concurrency(path: str, function: FunctionArgs, mistakes: Mistakes) -> None:
    """Check at `path` that no more environments are kept ready than may run."""
    ready, most = function.get("provisioned_concurrent_executions"), function.get("reserved_concurrent_executions")
    if isinstance(ready, int) and isinstance(most, int) and ready > most:
        problem = f"is more than reserved_concurrent_executions, which is {most}; lower it, or raise the other"
        mistakes.add(f"{path}.provisioned_concurrent_executions", problem, ready)


def check_bundled(path: str, function: FunctionArgs, mistakes: Mistakes) -> None:
    """Check runtime and environment at `path` against what the code in `handlers/` needs."""
    runtime = function.get("runtime")
    if isinstance(runtime, str) and not re.fullmatch(r"python3\.(1[1-9]|[2-9]\d)", runtime):
        problem = 'must be Python 3.11 or newer, which the bundled code needs; for example "python3.13"'
        mistakes.add(f"{path}.runtime", problem, runtime)
    for variable in function.get("environment", {}):
        if variable.startswith("SEQUENCE_"):
            problem = "the component sets this variable itself, from its other options; remove it"
            mistakes.add(key_path(f"{path}.environment", variable), problem)
