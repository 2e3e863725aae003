"""What a reader sees, off a terminal and on one; and the page that says what the emulator cannot honour."""

import io

from rich.console import Console

from local import Deployment, IgnoredInput, Resource, ResourceStarted
from local.cli.display import print_deployment, shown
from local.deployment.provider import PROVIDER, PROVIDER_IGNORED
from local.resources import RESOURCE_TYPES

from .programs import REPOSITORY

TABLE = "aws:dynamodb/table:Table"


def console(*, terminal: bool) -> tuple[Console, io.StringIO]:
    text = io.StringIO()
    return Console(file=text, force_terminal=terminal, width=100), text


def test_off_a_terminal_each_resource_is_one_plain_line_at_its_end() -> None:
    plain, text = console(terminal=False)
    with shown(plain, "Deploying") as on_progress:
        on_progress(ResourceStarted("urn", TABLE, "numbers"))
        assert "numbers" not in text.getvalue()
        on_progress(Resource("urn", TABLE, "numbers", "id", 1.23))
        on_progress(Resource("urn-2", "sequence:index:SequenceService", "component", "", 0.0))
    assert [line.split() for line in text.getvalue().splitlines() if line] == [
        ["Deploying"],
        ["dynamodb", "Table", "numbers", "1.2", "s"],
    ]


def test_on_a_terminal_a_resource_shows_from_its_beginning() -> None:
    live, text = console(terminal=True)
    with shown(live, "Deploying") as on_progress:
        on_progress(ResourceStarted("urn", TABLE, "numbers"))
    assert "numbers" in text.getvalue()
    assert "✓" not in text.getvalue()


def test_a_secret_output_is_not_printed() -> None:
    plain, text = console(terminal=False)
    outputs = {"key": "hush", "count": 5, "name": "orders"}
    print_deployment(plain, Deployment("p", "dev", outputs, frozenset({"key"}), [], []))
    assert "hush" not in text.getvalue()
    assert [line.split() for line in text.getvalue().splitlines() if line] == [
        ["Outputs"], ["count", "5"], ["key", "[secret]"], ["name", "orders"],
    ]  # fmt: skip


def test_each_reason_why_something_is_not_honoured_is_printed_once() -> None:
    plain, text = console(terminal=False)
    ignored_inputs = [IgnoredInput(TABLE, "a", "why"), IgnoredInput(TABLE, "b", "why")]
    print_deployment(plain, Deployment("p", "dev", {}, frozenset(), [], ignored_inputs))
    assert "  dynamodb Table: a, b: why\n" in text.getvalue()


def test_the_guide_lists_what_is_applied_and_what_cannot_be_honoured() -> None:
    page = (REPOSITORY / "docs" / "local.md").read_text()
    limits = {type_: kind.ignored for type_, kind in RESOURCE_TYPES.items()} | {PROVIDER: PROVIDER_IGNORED}
    rows = [
        f"| `{type_}` | `{path}` | {limit.reason} |"
        for type_, by_path in sorted(limits.items())
        for path, limit in sorted(by_path.items())
    ]
    assert "\n".join(["| resource type | input | why not |", "| --- | --- | --- |", *rows, ""]) in page
    assert "\n".join(f"- `{type_}`" for type_ in sorted(RESOURCE_TYPES)) + "\n\n" in page
