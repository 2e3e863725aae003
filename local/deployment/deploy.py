"""Deploys a Pulumi program to the emulator, in this process and without the Pulumi CLI."""

import contextvars
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sequence_service.pulumi_internals import Engine, run_deployed

from ..emulator.emulator import Emulator
from ..errors import LocalError, ProgramError
from .creation import IgnoredInput, ResourceCreator
from .differences import Difference, differences_of
from .monitor import Monitor
from .program import Program
from .progress import ProgressCallback, Resource
from .provider import PROVIDER, PROVIDER_IGNORED, Provider
from .stack import read_stack


@dataclass(frozen=True)
class Deployment:
    """A stack that exists in the emulator."""

    project: str
    stack: str
    outputs: dict[str, Any]
    """The stack's outputs, secret ones in the clear."""
    secret_outputs: frozenset[str]
    """The names of the secret outputs."""
    resources: list[Resource]
    """In the order in which their creation ended."""
    ignored_inputs: list[IgnoredInput]
    """Inputs that the program gives and that have no effect in the emulator, sorted."""

    def shown_outputs(self) -> dict[str, Any]:
        """The outputs as `pulumi stack output --json` shows them: without the values of secret ones."""
        return {name: "[secret]" if name in self.secret_outputs else value for name, value in self.outputs.items()}

    @property
    def differences(self) -> list[Difference]:
        """How these resources differ from those on AWS, whatever their inputs say."""
        return differences_of(resource.type for resource in self.resources)


def deploy(
    program: str | Path | Callable[[], object],
    *,
    stack: str = "dev",
    emulator: Emulator,
    project: str | None = None,
    config: Mapping[str, Any] | None = None,
    on_progress: ProgressCallback = lambda _: None,
) -> Deployment:
    """Run a Pulumi program; each of its resources exists in the emulator when this returns.

        deploy("path/of/a/program", stack="prod", emulator=emulator)                      # a project's folder
        deploy(lambda: SequenceService("orders", {"sequences": {"*": {}}}), emulator=emulator)    # a function

    A folder's program runs as with the Pulumi CLI: in its folder, with the configuration of its files. A function gets
    `config`, and is in the project `project` (by default "project"). Pass these two for a function only.
    One emulator takes several programs, and several stacks of one program. Raises a subclass of `LocalError`.
    """
    if callable(program):
        prepared = Program.of_function(program, project or "project", stack, config or {})
    elif project is None and config is None:
        prepared = Program.of_project(read_stack(program, stack))
    else:
        raise ValueError("project, config: a folder has both in its files; pass them only for a function")
    # Pulumi keeps its settings in context variables. In a context of its own, this run sees none of an earlier run.
    return contextvars.copy_context().run(_deploy, prepared, emulator, on_progress)


def _deploy(program: Program, emulator: Emulator, on_progress: ProgressCallback) -> Deployment:
    settings = {key.removeprefix("aws:"): value for key, value in program.config.items() if key.startswith("aws:")}
    creator, engine = ResourceCreator(emulator), Engine()
    creator.note_ignored(PROVIDER, PROVIDER_IGNORED, settings)
    provider = Provider.of_config(settings, emulator.region)
    monitor = Monitor(program.project, program.stack, provider, creator, on_progress)
    with program.place:
        _run(program, monitor, engine)
    return Deployment(
        program.project,
        program.stack,
        monitor.stack_outputs.plain,
        frozenset(monitor.stack_outputs.secret),
        monitor.created,
        sorted(creator.ignored_inputs),
    )


def _run(program: Program, monitor: Monitor, engine: Engine) -> None:
    try:
        run_deployed(
            program.run,
            monitor=monitor,
            engine=engine,
            project=program.project,
            stack=program.stack,
            config=program.config,
        )
    except LocalError:
        raise
    except (Exception, SystemExit) as error:
        if not (isinstance(error, SystemExit) and error.code in (None, 0)):  # the CLI accepts these two as success
            raise ProgramError("\n".join([*_logged(engine), program.describe(error)])) from error
    if engine.errors:
        raise ProgramError("\n".join(_logged(engine)))


def _logged(engine: Engine) -> list[str]:
    return [f"the program logged an error: {message}" for message in engine.errors]
