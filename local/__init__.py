"""Runs a Pulumi program on this machine: deployed to an emulated AWS, with IAM enforced.

with Emulator.start() as emulator:
    deployment = deploy("path/of/the/program", stack="dev", emulator=emulator)
    emulator.client("lambda").invoke(FunctionName=deployment.outputs["function_name"])
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .deployment.creation import IgnoredInput
    from .deployment.deploy import Deployment, deploy
    from .deployment.differences import Difference
    from .deployment.progress import ProgressCallback, Resource, ResourceStarted
    from .emulator.emulator import Emulator
    from .errors import (
        EmulatorError,
        LocalError,
        OutputError,
        ProgramError,
        ProjectError,
        ResourceError,
        UnsupportedError,
    )
else:
    _MODULES = (
        "errors",
        "emulator.emulator",
        "deployment.progress",
        "deployment.differences",
        "deployment.creation",
        "deployment.deploy",
    )

    def __getattr__(name: str) -> object:
        # Loads at first use: boto3 and Pulumi take a second, and `python -m local` must accept a Ctrl-C before that.
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        modules = (import_module(f".{each}", __name__) for each in _MODULES)
        return next(getattr(module, name) for module in modules if hasattr(module, name))


__all__ = [
    "Deployment",
    "Difference",
    "Emulator",
    "EmulatorError",
    "IgnoredInput",
    "LocalError",
    "OutputError",
    "ProgramError",
    "ProgressCallback",
    "ProjectError",
    "Resource",
    "ResourceError",
    "ResourceStarted",
    "UnsupportedError",
    "deploy",
]
