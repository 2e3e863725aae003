"""Links to the runbook, which says for each alarm what it means and what to do."""

_RUNBOOK = "https://github.com/sequence-service/sequence-service/blob/main/docs/operations.md"


def runbook(section: str) -> str:
    """The address of a section of the runbook, such as `function-errors`."""
    return f"{_RUNBOOK}#{section}"
