"""The table, as text for a terminal and in Markdown."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from .result import Result

HEAD = ("question", "figure here", "ratio", "spread", "mark", "")


def rows(result: Result) -> list[tuple[str, ...]]:
    """The rows, with their texts."""
    return [
        (
            f"{row['question']}: {row['figure']}",
            row["absolute"],
            shown(row["compared"][0], row["unit"]),
            f"{shown(row['compared'][1], '')} to {shown(row['compared'][2], row['unit'])}",
            row["mark"] + (row["unit"] and f" {row['unit']}" if row["mark"] else ""),
            row["verdict"],
        )
        for row in result["figures"]
    ]


def shown(figure: float, unit: str) -> str:
    """A ratio or a figure with its unit."""
    digits = f"{figure:,.0f}" if abs(figure) >= 100 else f"{figure:.2f}" if abs(figure) < 10 else f"{figure:.1f}"
    return f"{digits} {unit}" if unit else digits


def text(result: Result) -> str:
    """The table for a terminal, with everything that could not be measured."""
    all_rows = [HEAD, *rows(result)]
    widths = [max(len(row[column]) for row in all_rows) for column in range(len(HEAD))]
    lines = [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in all_rows
    ]
    return "\n".join([*lines, "", *_notes(result)])


def markdown(result: Result) -> str:
    """The table, a part a question."""
    lines = ["| question | figure here | ratio | spread | mark | |", "| --- | --- | --- | --- | --- | --- |"]
    lines += [f"| {' | '.join(row)} |" for row in rows(result)]
    return "\n".join([*lines, "", *(f"- {note}" for note in _notes(result))])


def contenders(result: Result) -> str:
    """Who was measured, in Markdown: values a second, to boto3."""
    series: dict[str, Any] = result["series"]["values"]
    names = [name for name, _ in groupby(series["boto3"])]
    lines = [f"| contender | what it does | {' | '.join(names)} |", "| --- | --- |" + " --- |" * len(names)]
    for contender in result["contenders"]:
        figures = series.get(contender["name"], {})
        cells = [shown(figures[name][0] / series["boto3"][name][0], "") if name in figures else "" for name in names]
        lines.append(f"| {contender['name']} | {contender['what']} | {' | '.join(cells)} |")
    return "\n".join(lines)


def waits(result: Result) -> str:
    """How many calls of a lease waited, in Markdown."""
    series: dict[str, dict[str, list[float]]] = result["series"]["waits"]
    titles = list(next(iter(series.values())))
    lines = [f"| calls that wait | {' | '.join(titles)} |", "| --- |" + " --- |" * len(titles)]
    for way, found in series.items():
        cells = [f"{waited:,} of {calls:,}" for waited, calls, _ in found.values()]
        lines.append(f"| {way} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _notes(result: Result) -> Iterator[str]:
    unique = result["uniqueness"]
    yield (
        f"Uniqueness: {unique['values']:,} values, {sum(unique['duplicates'].values())} came twice. "
        f"Naive read-then-write: {unique['naive duplicates']:,} of {unique['naive values']:,} came twice."
    )
    for name, reason in result["cannot run"].items():
        yield f"Cannot run here: {name}: {reason}."
    for name in result["not measured"]:
        yield f"Not measured: {name}."
