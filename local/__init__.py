"""The program on this machine: a Pulumi program deployed to an emulated AWS, with IAM enforced.

with Emulator.start() as emulator:
    deployment = deploy("path/of/the/program", stack="dev", emulator=emulator)
    emulator.client("lambda").invoke(FunctionName=deployment.outputs["function_name"])
"""

from .creator import Unhonoured
from .emulator import Emulator
from .errors import EmulatorError, LocalError, ProgramError, ProjectError, ResourceError, UnsupportedError
from .monitor import Begun, Resource, Watch
from .program import Deployment, deploy

__all__ = [
    "Begun",
    "Deployment",
    "Emulator",
    "EmulatorError",
    "LocalError",
    "ProgramError",
    "ProjectError",
    "Resource",
    "ResourceError",
    "Unhonoured",
    "UnsupportedError",
    "Watch",
    "deploy",
]
