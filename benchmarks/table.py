"""The table, as text for a terminal and in Markdown."""

from collections.abc import Iterator
from typing import Any

from .result import Result

TO_BOTO3 = "values to boto3"  # the series of ratios of each round
PEER = "ordered, to npm's peer"
SDK = "ordered, to Node.js with AWS's SDK"
HEAD = ("question", "figure here", "ratio", "spread", "mark", "")


def rows(result: Result) -> list[tuple[str, ...]]:
    """The rows, with their texts."""
    return [
        (
            f"{row['question']}: {row['figure']}",
            row["absolute"],
            shown(row["compared"][0], row["unit"]),
            _spread(row, result["rounds"]),
            row["mark"] + (row["unit"] and f" {row['unit']}" if row["mark"] else ""),
            row["verdict"],
        )
        for row in result["figures"]
    ]


def _spread(row: dict[str, Any], rounds: int) -> str:
    """The lowest and the highest of all rounds; how many, if it is not the usual number."""
    if row["rounds"] == 1:
        return "one run"
    _, low, high = row["compared"]
    spread = f"{shown(low, '')} to {shown(high, row['unit'])}"
    return spread if row["rounds"] == rounds else f"{spread}, {row['rounds']} rounds"


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


def to_boto3(result: Result) -> dict[str, dict[str, float]]:
    """Values a second as a ratio to boto3 with as many callers in the same round: the median."""
    ratios: dict[str, Any] = result["series"][TO_BOTO3]
    return {name: {callers: ratio[0] for callers, ratio in found.items()} for name, found in ratios.items()}


def contenders(result: Result) -> str:
    """Who was measured, in Markdown: values a second, to boto3."""
    ratios = to_boto3(result)
    names = list(ratios["boto3"])
    lines = [f"| contender | what it does | {' | '.join(names)} |", "| --- | --- |" + " --- |" * len(names)]
    for contender in result["contenders"]:
        found = ratios.get(contender["name"], {})
        cells = [shown(found[name], "") if name in found else "" for name in names]
        lines.append(f"| {contender['name']} | {contender['what']} | {' | '.join(cells)} |")
    how = "Each figure is the median of each round's ratio, as in the marks below. To compare two rows, see the marks."
    return "\n".join([*lines, "", how])


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
        f"Uniqueness: {unique['values']:,} values, of these {unique['values in memory']:,} from services in memory. "
        f"{sum(unique['duplicates'].values())} came twice. "
        f"Naive read-then-write: {unique['naive duplicates']:,} of {unique['naive values']:,} came twice."
    )
    for question, name in ((PEER, "npm's dynamodb-atomic-counter"), (SDK, "AWS's SDK in Node.js")):
        if ahead := [row for row in result["figures"] if row["question"] == question and row["compared"][1] < 1]:
            lowest = ", ".join(f"{row['figure']} ({shown(row['compared'][1], '')})" for row in ahead)
            yield f"{name} was faster in at least one round: {lowest}."
    if missed := [f"{row['question']}: {row['figure']}" for row in result["figures"] if row["verdict"] == "MISSED"]:
        yield f"Missed: {'; '.join(missed)}."
    for name, reason in result["cannot run"].items():
        yield f"Cannot run here: {name}: {reason}."
    for name in result["not measured"]:
        yield f"Not measured: {name}."
