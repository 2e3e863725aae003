"""The place where a program runs: working directory, import path and modules, as with the Pulumi CLI."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType


def is_in(file: str, folder: Path) -> bool:
    """Whether a file is the program's own. Packages in a virtual environment inside its folder are not."""
    return file.startswith(f"{folder}{os.sep}") and "site-packages" not in file


@contextlib.contextmanager
def in_place_of_the_cli(main: Path) -> Iterator[None]:
    """Give the program the working directory, import path and modules of a process of its own."""
    folder, path = main.parent, list(sys.path)
    with contextlib.chdir(folder):
        hidden = {name: module for name, module in sys.modules.items() if _hides(name, module, folder)}
        for name in hidden:
            del sys.modules[name]
        before = set(sys.modules)
        sys.path.insert(0, str(folder))
        try:
            yield
        finally:
            sys.path[:] = path
            for name in set(sys.modules) - before:
                if is_in(_origin(sys.modules[name]), folder):
                    del sys.modules[name]  # another program may have modules of this name
            sys.modules.update(hidden)


def _hides(name: str, module: ModuleType, folder: Path) -> bool:
    """Whether the program's import would find this module instead of its own."""
    top = name.partition(".")[0]
    own = (folder / top).is_dir() or (folder / f"{top}.py").is_file()
    return own and name != "__main__" and not is_in(_origin(module), folder)


def _origin(module: ModuleType) -> str:
    return getattr(module, "__file__", None) or next(iter(getattr(module, "__path__", [])), "")
