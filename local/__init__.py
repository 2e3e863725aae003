"""The program on this machine: a Pulumi program deployed to an emulated AWS, with IAM enforced.

with Emulator.start() as emulator:
    deployment = deploy("path/of/the/program", stack="dev", emulator=emulator)
    emulator.client("lambda").invoke(FunctionName=deployment.outputs["function_name"])
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .creator import Unhonoured
    from .emulator import Emulator
    from .errors import (
        EmulatorError,
        LocalError,
        OutputError,
        ProgramError,
        ProjectError,
        ResourceError,
        UnsupportedError,
    )
    from .monitor import Begun, Resource, Watch
    from .program import Deployment, deploy
else:

    def __getattr__(name: str) -> object:
        # At the first use, for boto3 and Pulumi take a second: `python -m local` must heed a Ctrl-C before that.
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        homes = (
            import_module(f".{each}", __name__) for each in ("creator", "emulator", "errors", "monitor", "program")
        )
        return next(getattr(home, name) for home in homes if hasattr(home, name))


__all__ = [
    "Begun",
    "Deployment",
    "Emulator",
    "EmulatorError",
    "LocalError",
    "OutputError",
    "ProgramError",
    "ProjectError",
    "Resource",
    "ResourceError",
    "Unhonoured",
    "UnsupportedError",
    "Watch",
    "deploy",
]
