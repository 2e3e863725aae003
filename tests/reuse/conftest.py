"""Build the distribution once and install it where Python cannot import the checkout."""

import shutil
import site
import subprocess
import sys
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .engine import Plugin

REPOSITORY = Path(__file__).resolve().parents[2]

PULUMI_AWS_ITSELF = "ignore:aws.lambda/microvmsimage:DeprecationWarning"


def build(kind: str, source: Path, into: Path) -> Path:
    """Build the wheel or the sdist of the project in `source`. Return the file's path."""
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
    """A virtual environment with the wheel, and a folder to work in."""

    python: Path
    folder: Path

    def run(self, *arguments: str, cwd: Path | None = None) -> str:
        """Run Python with these arguments and return its output. A warning or a non-zero exit code is an error."""
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
        """Copy an example out of the repository, and return the copy's path."""
        source, target = REPOSITORY / "examples" / example, self.folder / example
        return shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)


def install(folder: Path, *what: str) -> Installed:
    """Create an environment in `folder` and let pip install `what` there.

    Dependencies come from this interpreter's environment, through a .pth file. Nothing is downloaded, but pip still
    checks the requirements.
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
    return install(tmp_path_factory.mktemp("installed"), f"{wheel}[cli,local]")


@pytest.fixture(scope="session")
def plugin(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Plugin]":
    """The plugin for other languages, started once."""
    from .engine import hosted  # imports this module

    with hosted(tmp_path_factory.mktemp("plugin")) as plugin:
        yield plugin
