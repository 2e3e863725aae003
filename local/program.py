"""Run a Pulumi program against the emulator, in this process and without the Pulumi CLI."""

import asyncio
import contextvars
import os
import runpy
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi
from pulumi.runtime import set_all_config
from pulumi.runtime.mocks import MockSettings
from pulumi.runtime.settings import configure, set_root_resource
from pulumi.runtime.stack import run_in_stack

from sequence_service.project import Project, in_place_of_the_cli, is_in

from .creator import Creator, Unhonoured
from .emulator import Emulator
from .engine import Engine
from .errors import LocalError, ProgramError
from .monitor import Monitor, Resource, Watch
from .provider import PROVIDER, PROVIDER_LIMITS, Provider
from .stack import read_stack

_HERE = f"{Path(__file__).parent}{os.sep}"


@dataclass(frozen=True)
class Deployment:
    """A stack that has been deployed to the emulator."""

    project: str
    stack: str
    outputs: dict[str, Any]
    """The stack's outputs, secret ones in the clear."""
    secret_outputs: frozenset[str]
    """The names of those outputs that are secret."""
    resources: list[Resource]
    """In the order in which their creation ended."""
    unhonoured: list[Unhonoured]
    """Inputs that the program gave and that the emulator cannot honour, sorted."""


def deploy(folder: str | Path, *, stack: str, emulator: Emulator, watch: Watch = lambda _: None) -> Deployment:
    """Run the program in this folder for this stack; every resource exists when it returns.

    Several programs, and several stacks of one, can be deployed to one emulator. While it runs, the working directory
    and the import path are the program's. Raises a child of `LocalError`.
    """
    project = read_stack(folder, stack)
    # A context of its own: Pulumi keeps its settings in context variables, and must find none of an earlier run.
    return contextvars.copy_context().run(_deploy, project, emulator, watch)


def _deploy(project: Project, emulator: Emulator, watch: Watch) -> Deployment:
    settings = {key.removeprefix("aws:"): value for key, value in project.config.items() if key.startswith("aws:")}
    creator = Creator(emulator)
    creator.note(PROVIDER, PROVIDER_LIMITS, settings)
    engine = Engine()
    monitor = Monitor(project.name, project.stack, Provider.of_config(settings, emulator.region), creator, watch)
    configure(
        MockSettings(  # type: ignore[no-untyped-call] # Pulumi's
            monitor=monitor,
            engine=engine,
            project=project.name,
            stack=project.stack,
            organization="organization",
            dry_run=False,
            callbacks=None,
        )
    )
    set_root_resource(None)  # type: ignore[arg-type] # the run makes its own, and refuses to start beside another
    set_all_config(dict(project.config))
    with in_place_of_the_cli(project.main):
        _run(project.main, engine)
    return Deployment(
        project.name,
        project.stack,
        monitor.outputs,
        frozenset(monitor.secret_outputs),
        monitor.created,
        sorted(creator.unhonoured),
    )


def _run(main: Path, engine: Engine) -> None:
    def program() -> None:
        runpy.run_path(str(main), run_name="__main__")

    with asyncio.Runner() as runner:
        # Where one resource fails, so does each that waits for it; asyncio would print every one of them at its end.
        runner.get_loop().set_exception_handler(lambda *_: None)
        try:
            runner.run(run_in_stack(program))
        except LocalError:
            raise
        except (Exception, SystemExit) as error:
            if not (isinstance(error, SystemExit) and error.code in (None, 0)):  # the CLI, too, takes these for success
                raise ProgramError("\n".join([*engine.errors, _told(error, main.parent)])) from error
    if engine.errors:
        raise ProgramError("\n".join(engine.errors))


def _told(error: BaseException, folder: Path) -> str:
    """The error as its program's author wants it: only the lines of the program."""
    if isinstance(error, pulumi.RunError):
        return str(error)
    if isinstance(error, SystemExit):
        return f"the program called sys.exit({error.code!r})"
    summary = traceback.TracebackException.from_exception(error)
    summary.stack = traceback.StackSummary.from_list([frame for frame in summary.stack if _is_of(frame, folder)])
    summary.__cause__ = summary.__context__ = None
    return "the program raised\n" + "".join(summary.format()).rstrip()


def _is_of(frame: traceback.FrameSummary, folder: Path) -> bool:
    return is_in(frame.filename, folder) and not frame.filename.startswith(_HERE)
