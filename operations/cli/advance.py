"""`sequences advance`: one sequence, or all of another table or of a PostgreSQL database."""

import time
from typing import Annotated, Any

import typer

from ..counters import Counter, Counters
from ..definitions import Definition
from ..errors import OperationError
from ..guide import BLOCKS
from ..names import NAME
from ..postgresql import definitions_of, python, read_sequences, yaml
from ..standing import exact
from ..tokens import copy_tokens
from ..transfer import Step, apply, changed_key, plan, read_all
from ..wording import count
from .common import Context
from .integer import Integer

DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")]


def advance(
    context: Context,
    name: Annotated[str | None, typer.Argument(help="The sequence.", show_default=False)] = None,
    to: Annotated[
        int | None, typer.Option(parser=Integer("--to", 500), metavar="N", help="The last value that was given out.")
    ] = None,
    from_table: Annotated[str | None, typer.Option(help="Take over the values of this table.", metavar="OLD")] = None,
    margin: Annotated[
        int,
        typer.Option(
            parser=Integer("--margin", 1000, low=0), metavar="N", help="With --from-table: skip so many more values."
        ),
    ] = 0,
    tokens: Annotated[bool, typer.Option("--tokens", help="With --from-table: copy the tokens that count.")] = False,
    from_postgresql: Annotated[
        str | None, typer.Option(help="Take over the values of this database.", metavar="URL")
    ] = None,
    as_python: Annotated[
        bool, typer.Option("--python", help="With --from-postgresql: print definitions as Python, not as YAML.")
    ] = False,
    dry_run: DryRun = False,
) -> int:
    """Move sequences forward, never back. It is safe to repeat."""
    ways = [name is not None, from_table is not None, from_postgresql is not None]
    if sum(ways) != 1 or (name is None) != (to is None):
        raise typer.BadParameter("give NAME and --to, or --from-table, or --from-postgresql")
    if from_table is None and (margin or tokens):
        raise typer.BadParameter("--margin and --tokens need --from-table; with --to, add the margin to N")
    if name is not None and to is not None:
        return _one(context, name, to, dry_run=dry_run)
    if from_table is not None:
        return _from_table(context, from_table, margin, tokens=tokens, dry_run=dry_run)
    return _from_postgresql(context, from_postgresql or "", as_python=as_python, dry_run=dry_run)


def _one(context: Context, name: str, to: int, *, dry_run: bool) -> int:
    definition = context.service.definition(name)
    definition.require(to, "--to")
    if dry_run:
        seen = context.counters.get(name)
        if seen and seen.problem:
            raise OperationError(f"sequence {name}: {seen.problem}")
        before = seen.value if seen else None
        changed = definition.is_forward(before, to)
    else:
        changed, before = context.counters.advance(name, definition, to)
    last = to if changed else before
    done, verb, note = "advanced", "is", ""
    if dry_run:
        done, verb, note = "would advance", "would be" if changed else "is", " (dry run: nothing was changed)"
    after = "not used yet" if last is None else f"the last value {verb} {last}"
    text = f"{name}: {done if changed else 'nothing to do'}; {after}{note}"
    if not changed and before != to:
        text = f"{name}: {_past(definition, before)} {to}; nothing changed; to go back use sequences restart{note}"
    fields = {"before": before, "value": last}
    shown = {field: exact(value, wide=definition.wide) for field, value in fields.items()}
    context.output.result(text, {"name": name, **shown, changed_key(dry_run=dry_run): changed, "dry_run": dry_run})
    if changed and not dry_run:
        note_blocks(context, definition)
    return 0


def _past(definition: Definition, before: int | None) -> str:
    return f"not used yet, and its start {definition.start} is past" if before is None else f"{before} is already past"


def note_blocks(context: Context, *changed: Definition) -> None:
    """Warn that running functions may hold values from before, if a changed sequence is cached."""
    if cached := sum(definition.cache > 1 for definition in changed):
        context.output.note(
            f"{count(cached, 'cached sequence')} changed: running functions may still give out values that they took "
            f"before; to drop these blocks, see {BLOCKS}"
        )


def _from_table(context: Context, old: str, margin: int, *, tokens: bool, dry_run: bool) -> int:
    if old == context.service.table:
        raise OperationError("--from-table: is the service's own table; give the table with the newer values")
    definitions = context.service.required_definitions("they say which way a sequence counts")
    source = Counters(context.aws.client("dynamodb"), old)
    with context.output.progress(f"reading table {old}") as show:
        values = read_all(source, lambda read: show(f"{read:,} sequences"))
    with context.output.progress(f"reading table {context.service.table}") as show:
        target = read_all(context.counters, lambda read: show(f"{read:,} sequences"))
    known = [counter for name, counter in values.items() if NAME.fullmatch(name)]
    ended = _run(context, list(plan(known, target, definitions, margin)), dry_run=dry_run)
    more: dict[str, Any] = {"skipped": len(values) - len(known)}
    if tokens:
        with context.output.progress("copying tokens") as show:
            now = int(time.time())
            copied = copy_tokens(source, context.counters, now, lambda read: show(f"{read:,}"), dry_run=dry_run)
        more["tokens"] = copied.copied
        more["skipped"] += copied.skipped
    return _report(context, ended, more, dry_run=dry_run)


def _from_postgresql(context: Context, url: str, *, as_python: bool, dry_run: bool) -> int:
    found = read_sequences(url)
    definitions = context.service.definitions
    missing = [each for each in found if definitions is None or definitions.get(each.name) is None]
    paste = definitions_of(each for each in missing if each.problem is None)
    if paste and not context.json:
        context.output.result(python(paste) if as_python else yaml(paste), None)
    ended: list[Step] = []
    if definitions is not None and len(missing) < len(found):
        names = {each.name for each in found} - {each.name for each in missing}
        with context.output.progress(f"reading table {context.service.table}") as show:
            target = read_all(context.counters, lambda read: show(f"{read:,} sequences"))
        source = [Counter(each.name, each.last, each.problem) for each in found if each.name in names]
        ended = _run(context, list(plan(source, target, definitions)), dry_run=dry_run)
    code = 0
    if ended or context.json or not paste:
        code = _report(context, ended, {"definitions": paste}, dry_run=dry_run)
    for each in missing:
        if each.problem:
            context.output.note(f"sequence {each.name}: {each.problem}")
    if missing:
        context.output.note(
            f"sequences advance: {count(len(missing), 'sequence')} not declared; paste the definitions above into the "
            "program, deploy, and run this again"
        )
    return 1 if missing else code


def _run(context: Context, steps: list[Step], *, dry_run: bool) -> list[Step]:
    if dry_run:
        return steps
    with context.output.progress("advancing") as show:
        return list(apply(steps, context.counters, lambda ended: show(f"{ended:,} of {len(steps):,}")))


def _report(context: Context, steps: list[Step], more: dict[str, Any], *, dry_run: bool) -> int:
    shown = [step for step in steps if step.needed or step.problem]
    rows = [
        (step.name, "" if step.stored is None else str(step.stored), str(step.to), step.outcome(dry_run=dry_run))
        for step in shown
    ]

    def fields() -> dict[str, Any]:
        return {"sequences": [step.fields(dry_run=dry_run) for step in steps], **more, "dry_run": dry_run}

    context.output.rows(("name", "before>", "to>", "outcome"), rows, fields)
    problems = sum(step.problem is not None for step in steps)
    advanced = len(shown) - problems
    if not dry_run:
        note_blocks(context, *(step.definition for step in shown if step.definition and not step.problem))
    would = "would be " if dry_run else ""
    summary = f"{advanced} {would}advanced, {len(steps) - len(shown)} already there"
    if "tokens" in more:
        summary += f", {count(more['tokens'], 'token')} {would}copied"
    if more.get("skipped"):
        summary += f", {count(more['skipped'], 'item')} skipped (neither a sequence nor a token)"
    if not problems:
        context.output.note(summary)
        return 0
    context.output.note(
        f"sequences advance: {summary}, {problems} {would}left alone; see the outcome of each, then run it again"
    )
    return 1
