"""Links to the guides, because the installed command comes without docs/."""

_DOCS = "https://github.com/sequence-service/sequence-service/blob/main/docs"


def guide(page: str, section: str) -> str:
    """The address of a guide's section, such as `operations` and `after-a-restore`."""
    return f"{_DOCS}/{page}.md#{section}"


AFTER_A_RESTORE = guide("operations", "after-a-restore")
ALARMS = guide("operations", "alarms")
BLOCKS = guide("operations", "blocks-that-functions-hold")
CHANGED_DEFINITIONS = guide("semantics", "changed-definitions")
PAUSE = guide("operations", "pause")
FINDING_THE_SERVICE = guide("operations", "how-the-command-finds-the-service")
