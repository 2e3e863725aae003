"""Each example works outside the repository, with only the wheel installed."""

import re

import pytest

from .conftest import REPOSITORY, Installed


@pytest.mark.parametrize(
    ("example", "tests"),
    [("gapless-invoices", 2), ("orders", 2), ("own-consumer", 2), ("two-stacks", 1), ("unit-test", 2)],
)
def test_the_tests_of_an_example_pass(installed: Installed, example: str, tests: int) -> None:
    folder = installed.copy(example)
    output = installed.run("-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=folder)
    assert re.search(rf"^{tests} passed", output, re.MULTILINE), output


@pytest.mark.parametrize(
    "folder",
    [
        "gapless-invoices",
        "gapless-invoices/app",
        "orders",
        "orders/app",
        "own-consumer",
        "own-consumer/app",
        "two-stacks/sequences",
        "two-stacks/importer",
        "unit-test",
    ],
)
def test_the_code_of_an_example_passes_mypy(installed: Installed, folder: str) -> None:
    files = map(str, sorted((REPOSITORY / "examples" / folder).glob("*.py")))
    output = installed.run("-m", "mypy", "--config-file", str(REPOSITORY / "pyproject.toml"), *files)
    assert output.startswith("Success")
