"""Python imports this at its start, in the processes that tests start: they have the mutant, too."""

import os
from importlib.machinery import SourceFileLoader
from types import CodeType

FILE, SOURCE = "MUTANT_FILE", "MUTANT_SOURCE"


def serve(file: str, source: str) -> None:
    """From now on, an import of this file gets this source."""
    original = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        if self.path == file:
            return compile(source, file, "exec", dont_inherit=True)
        return original(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[assignment, method-assign]


if FILE in os.environ:
    serve(os.environ[FILE], os.environ[SOURCE])
