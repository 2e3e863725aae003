"""What the tests of the distribution share: it is built and installed once, where the checkout is out of sight."""

import shutil
import site
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]

PULUMI_AWS_ITSELF = "ignore:aws.lambda/microvmsimage:DeprecationWarning"


def build(kind: str, source: Path, into: Path) -> Path:
    """The wheel or the sdist of a folder with the project in it."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(into)],
        cwd=source,
        check=True,
        capture_output=True,
    )
    [built] = into.iterdir()
    return built


@dataclass(frozen=True)
class Installed:
    """A virtual environment that has the wheel, and a folder to work in."""

    python: Path
    folder: Path

    def run(self, *arguments: str, cwd: Path | None = None) -> str:
        """What Python prints for these arguments. A warning is an error there; so is any exit code but 0."""
        process = subprocess.run(
            [self.python, "-W", "error", "-W", PULUMI_AWS_ITSELF, *arguments],
            cwd=cwd or self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.returncode == 0, process.stdout
        return process.stdout

    def copy(self, example: str) -> Path:
        """A copy of an example, as someone would have it who has no more of this repository than that."""
        source, target = REPOSITORY / "examples" / example, self.folder / example
        return shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)


def install(folder: Path, *what: str) -> Installed:
    """A fresh environment in this folder with what pip makes of these arguments.

    What that needs in turn are the packages of this interpreter's environment, by a .pth file: nothing is downloaded,
    and pip holds the metadata to them all the same.
    """
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / "bin" / "python"
    [packages] = (folder / "venv").glob("lib/python*/site-packages")
    (packages / "development.pth").write_text("\n".join(site.getsitepackages()))
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index", "--no-cache-dir"]
    subprocess.run([*pip, *what], check=True)
    (folder / "work").mkdir()
    return Installed(python, folder / "work")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    return build("wheel", REPOSITORY, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel in a fresh environment, with all its extras."""
    return install(tmp_path_factory.mktemp("installed"), f"{wheel}[operations,local]")
