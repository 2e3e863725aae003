"""Run a Pulumi program in this process, without an engine, and keep what it registers."""

import contextlib
import functools
import runpy
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sequence_service.project import (
    EncryptedValueError,
    Project,
    ProjectError,
    config_text,
    full_key,
    in_place_of_the_cli,
    read_project,
)
from sequence_service.pulumi_internals import own_event_loop, run_recorded

from .fake_outputs import check_outputs, refuse_unknown
from .monitor import Monitor, Values
from .recorded import RecordedStack


def record(
    program: str | Path | Callable[[], Any],
    *,
    stack: str = "dev",
    project: str | None = None,
    config: Mapping[str, Any] | None = None,
    preview: bool = False,
    outputs: Values | None = None,
    answers: Values | None = None,
) -> RecordedStack:
    """Run a Pulumi program in this process, and return what it registers and exports.

        record(".", stack="prod")                         # the program in this folder
        record(lambda: SequenceService("orders", options))  # a function instead of a folder

    A folder's program runs as the Pulumi CLI runs it: in its folder, with the configuration of `Pulumi.yaml` and
    `Pulumi.<stack>.yaml`. A function gets only `config`. Its project is named `project`, by default "project".

    - `config` adds to the files' values and replaces them. A key without a namespace belongs to the project. A value
      that is not a string becomes JSON text: `{"table": {"deletion_protection": False}}`.
    - `outputs` are outputs that AWS would return, by type token. Names are in camelCase, as in the schema.
    - `answers` are results of functions such as `aws.get_region`, by token. Names are in camelCase, as in the schema.
    - `preview` runs the program as `pulumi preview` does: `pulumi.runtime.is_dry_run()` is true.

    Names, ids and ARNs have fake values in AWS's form, in account 123456789012 and us-east-1. Raises:

    - `WrongInputError`: an input of an AWS resource does not fit the types of pulumi-aws.
    - `UnknownOutputError`: the program uses an output or a result without a fake value, or `outputs` has a wrong name.
    - `ProjectError`: the folder has no Pulumi program in Python, or its configuration is wrong.
    """
    check_outputs(outputs or {})
    if callable(program):
        name, run = project or "project", program
        given: Mapping[str, str] = {full_key(name, key): config_text(value) for key, value in (config or {}).items()}
        place: contextlib.AbstractContextManager[None] = contextlib.nullcontext()
    elif project is None:
        read = _read(Path(program).resolve(), stack, config or {})
        name, given = read.name, read.config
        run = functools.partial(runpy.run_path, str(read.main), run_name="__main__")
        place = in_place_of_the_cli(read.main)
    else:
        raise ValueError(f"project = {project!r}: a folder's project is named in its Pulumi.yaml; leave project out")
    recorded = RecordedStack()
    monitor = Monitor(recorded, outputs or {}, answers or {})
    with place, own_event_loop():
        exports = run_recorded(run, monitor=monitor, project=name, stack=stack, preview=preview, config=given)
    refuse_unknown(exports, "the stack's outputs")
    recorded.outputs = exports
    return recorded


def _read(folder: Path, stack: str, config: Mapping[str, Any]) -> Project:
    try:
        return read_project(folder, stack, config)
    except EncryptedValueError as error:
        raise ProjectError(f"{error}; pass a plain value, record(..., config={{{error.key!r}: '...'}})") from error
