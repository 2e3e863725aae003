"""How results are printed: a table on a terminal, tab-separated lines elsewhere, or JSON."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from ..wording import plain


class Output:
    """Standard output, and progress on standard error."""

    def __init__(self, *, json: bool) -> None:
        self._json = json
        self.console = Console(highlight=False, soft_wrap=True)
        self._errors = Console(stderr=True, highlight=False, soft_wrap=True)

    def result(self, text: str, fields: Any) -> None:
        """Print a result: its text, or its fields as JSON."""
        sys.stdout.write((json.dumps(fields) if self._json else text) + "\n")

    def rows(self, columns: Sequence[str], rows: Iterable[Sequence[str]], fields: Callable[[], Any]) -> None:
        """Print a table, or its fields as JSON. Columns whose name ends with `>` are aligned to the right."""
        titles = [column.removesuffix(">") for column in columns]
        if self._json:
            sys.stdout.write(json.dumps(fields()) + "\n")
        elif self.console.is_terminal:
            table = Table(box=None, pad_edge=False, header_style="bold")
            for title, column in zip(titles, columns, strict=True):
                table.add_column(title, justify="right" if column.endswith(">") else "left", overflow="fold")
            for row in rows:
                table.add_row(*(Text(plain(cell)) for cell in row))
            self.console.print(table, soft_wrap=False)
        else:
            sys.stdout.writelines("\t".join(map(plain, row)) + "\n" for row in [titles, *rows])

    def line(self, text: str) -> None:
        """Print one line of a longer result."""
        sys.stdout.write(plain(text) + "\n")

    def note(self, text: str) -> None:
        """Print one line on standard error. It is not part of the result."""
        sys.stderr.write(plain(text) + "\n")

    @contextmanager
    def progress(self, title: str) -> Iterator[Callable[[str], None]]:
        """Show progress on a terminal. Yields a function that takes what to show."""
        if not self._errors.is_terminal:
            yield lambda _: None
            return
        columns = (SpinnerColumn(), TextColumn("{task.description} {task.fields[state]}"))
        with Progress(*columns, console=self._errors, transient=True) as progress:
            task = progress.add_task(title, total=None, state="")
            yield lambda state: progress.update(task, state=state)
