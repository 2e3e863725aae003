"""Check for options of the table that contradict each other or other options."""

from ..checking.mistakes import Mistakes
from .args import TABLE, TABLE_RULES, ExistingTableArgs, TableArgs


def check_table(table: TableArgs, *, consumed: bool, bundled: bool, mistakes: Mistakes) -> None:
    """Check the table's options. `consumed`: the service has a consumer. `bundled`: one of them is the bundled one."""
    if "existing" in table:
        _check_existing(table, table["existing"], consumed, mistakes)
    elif "stream_view_type" in table and not consumed:
        problem = "has no effect without a consumer; leave it out, or add one, for example consumer: {}"
        mistakes.add("table.stream_view_type", problem, table["stream_view_type"])
    elif bundled and isinstance(view := table.get("stream_view_type"), str) and view != TABLE["stream_view_type"]:
        problem = f"the bundled consumer compares old and new values; leave it out, or use {TABLE['stream_view_type']}"
        mistakes.add("table.stream_view_type", problem, view)


def _check_existing(table: TableArgs, existing: ExistingTableArgs, consumed: bool, mistakes: Mistakes) -> None:
    for field, value in table.items():
        if field != "existing":
            problem = "cannot be set, because an existing table keeps its own settings; leave it out"
            mistakes.add(f"table.{field}", problem, value)
    name, arn = existing.get("name"), existing.get("arn")
    if isinstance(name, str) and isinstance(arn, str) and not arn.endswith(f":table/{name}"):
        problem = f"is not the ARN of table.existing.name; give the one that ends with :table/{name}"
        mistakes.add("table.existing.arn", problem, arn)
    if consumed and not mistakes.about("table.existing") and "stream_arn" not in existing:
        rule = TABLE_RULES[ExistingTableArgs]["stream_arn"]
        mistakes.add("table.existing.stream_arn", f"{rule.missing()}; a consumer reads the stream")
