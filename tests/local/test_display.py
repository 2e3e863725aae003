"""What a run prints, on a terminal and elsewhere; and the guide that lists what differs from AWS."""

import io

from rich.console import Console

from local import Deployment, IgnoredInput, Resource, ResourceStarted
from local.cli.display import print_deployment, show_progress
from local.deployment.differences import DIFFERENCES
from local.deployment.provider import PROVIDER, PROVIDER_IGNORED
from local.resources import RESOURCE_TYPES

from .programs import REPOSITORY

TABLE = "aws:dynamodb/table:Table"


def console(*, terminal: bool) -> tuple[Console, io.StringIO]:
    text = io.StringIO()
    return Console(file=text, force_terminal=terminal, width=100), text


def test_off_a_terminal_each_resource_is_one_plain_line_at_its_end() -> None:
    plain, text = console(terminal=False)
    with show_progress(plain, "Deploying") as on_progress:
        on_progress(ResourceStarted("urn", TABLE, "numbers"))
        assert "numbers" not in text.getvalue()
        on_progress(Resource("urn", TABLE, "numbers", "id", 1.23))
        on_progress(Resource("urn-2", "sequence:index:SequenceService", "component", "", 0.0))
    assert [line.split() for line in text.getvalue().splitlines() if line] == [
        ["Deploying"],
        ["dynamodb", "Table", "numbers", "1.2", "s"],
    ]


def test_on_a_terminal_a_resource_shows_from_its_start() -> None:
    live, text = console(terminal=True)
    with show_progress(live, "Deploying") as on_progress:
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


def test_inputs_without_effect_are_printed_once_for_each_reason() -> None:
    plain, text = console(terminal=False)
    ignored_inputs = [IgnoredInput(TABLE, "a", "why"), IgnoredInput(TABLE, "b", "why")]
    print_deployment(plain, Deployment("p", "dev", {}, frozenset(), [], ignored_inputs))
    assert "  dynamodb Table: a, b: why\n" in text.getvalue()


def test_the_differences_of_what_was_created_are_printed_even_if_no_input_asks_for_them() -> None:
    plain, text = console(terminal=False)
    resources = [Resource("urn", TABLE, "numbers", "id", 1.0), Resource("urn-2", TABLE, "others", "id", 1.0)]
    print_deployment(plain, Deployment("p", "dev", {}, frozenset(), resources, []))
    assert text.getvalue().count("Not as on AWS\n  dynamodb Table: numbers are rounded to 28 digits") == 1
    assert "lambda Function" not in text.getvalue()


def test_a_deployment_like_aws_prints_no_differences() -> None:
    plain, text = console(terminal=False)
    print_deployment(plain, Deployment("p", "dev", {}, frozenset(), [], []))
    assert "Not as on AWS" not in text.getvalue()


def test_the_differences_name_resource_types_that_exist() -> None:
    assert {difference.type for difference in DIFFERENCES} <= set(RESOURCE_TYPES)


def test_the_guide_lists_the_supported_types_the_differences_and_the_ignored_inputs() -> None:
    page = (REPOSITORY / "docs" / "local.md").read_text()
    rules = {type_: declared.ignored for type_, declared in RESOURCE_TYPES.items()} | {PROVIDER: PROVIDER_IGNORED}
    ignored = [
        f"| `{type_}` | `{path}` | {rule.reason} |"
        for type_, by_path in sorted(rules.items())
        for path, rule in sorted(by_path.items())
    ]
    differences = [f"| `{each.type}` | {each.text} |" for each in DIFFERENCES]
    assert "\n".join(["| resource type | input | why |", "| --- | --- | --- |", *ignored, ""]) in page
    assert "\n".join(["| resource type | difference |", "| --- | --- |", *differences, ""]) in page
    assert "\n".join(f"- `{type_}`" for type_ in sorted(RESOURCE_TYPES)) + "\n\n" in page
