"""`record` with a folder runs its program with the configuration that the Pulumi CLI would use."""

import sys
from pathlib import Path

import pytest

from testing import ProjectError, record
from tests.local.programs import write_program

EXPORTS = """
config = pulumi.Config()
pulumi.export("name", f"{pulumi.get_project()}/{pulumi.get_stack()}")
pulumi.export("config", [config.get(key) for key in ("kept", "replaced", "own")])
"""
SETTINGS = """
config:
  kept: {type: string, default: project}
  replaced: {type: object, default: {a: 1}}
"""


def test_the_program_gets_the_configuration_of_its_files(tmp_path: Path) -> None:
    folder = write_program(tmp_path, EXPORTS, settings=SETTINGS, stack="config: {own: 5}")
    (folder / "Pulumi.prod.yaml").write_text("config: {tiny:replaced: {b: 2}}")
    assert record(folder).outputs == {"name": "tiny/dev", "config": ["project", '{"a":1}', "5"]}
    assert record(str(folder), stack="prod").outputs == {"name": "tiny/prod", "config": ["project", '{"b":2}', None]}


def test_the_tests_configuration_replaces_the_files_values(tmp_path: Path) -> None:
    folder = write_program(tmp_path, EXPORTS, settings=SETTINGS, stack="config: {own: 5, kept: file}")
    outputs = record(folder, config={"kept": "test", "tiny:replaced": {"deep": [True]}}).outputs
    assert outputs["config"] == ["test", '{"deep":[true]}', "5"]


def test_the_tests_configuration_can_supply_missing_and_encrypted_values(tmp_path: Path) -> None:
    settings = "config: {kept: {type: integer}}"
    folder = write_program(tmp_path, EXPORTS, settings=settings, stack="config: {own: {secure: v1:x}}")
    assert record(folder, config={"kept": 3, "own": "plain"}).outputs["config"] == ["3", None, "plain"]
    with pytest.raises(ProjectError, match=r"tiny:own is encrypted.*; pass a plain value, record\(.*\{'tiny:own'"):
        record(folder, config={"kept": 3})


def test_a_folder_without_a_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"Pulumi\.yaml"):
        record(tmp_path)


def test_a_folders_project_name_cannot_be_passed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"project = 'shop': .*leave project out"):
        record(write_program(tmp_path, ""), project="shop")


def test_the_program_runs_in_its_folder_until_its_outputs_resolve(tmp_path: Path) -> None:
    body = """
    from pathlib import Path
    queue = aws.sqs.Queue("q", name=pulumi.Output.from_input(1).apply(lambda _: Path("name.txt").read_text()))
    pulumi.export("name", queue.name.apply(lambda name: name + Path("name.txt").read_text()))
    pulumi.export("main", __name__ == "__main__")
    """
    folder = write_program(tmp_path, body)
    (folder / "name.txt").write_text("mine")
    before = Path.cwd()
    assert record(folder).outputs == {"name": "minemine", "main": True}
    assert Path.cwd() == before


def test_each_program_has_its_own_modules(tmp_path: Path) -> None:
    for number in (1, 2):
        folder = write_program(tmp_path / str(number), "import part\npulumi.export('n', part.N)")
        (folder / "part.py").write_text(f"N = {number}")
        assert record(folder).outputs == {"n": number}
    assert "part" not in sys.modules
    assert str(tmp_path) not in "".join(sys.path)
