"""Reads a Pulumi project's files as the Pulumi CLI does: Pulumi.yaml and Pulumi.<stack>.yaml."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from . import go_yaml
from .errors import EncryptedValueError, ProjectError

_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "string": (str, int, float),
    "integer": int,
    "boolean": bool,
    "array": list,
    "object": dict,
}
_STACK = re.compile(r"[A-Za-z0-9_.-]{1,100}")  # what the CLI accepts


@dataclass(frozen=True)
class Project:
    """A program, its stack, and its configuration."""

    name: str
    stack: str
    main: Path
    """The file to run."""
    config: Mapping[str, str]
    """Every configuration value by its full key, `namespace:name`, in the text form in which programs receive it."""
    stack_file: Path | None
    """The stack's file; None if the stack has none."""


def read_project(folder: Path, stack: str, config: Mapping[str, Any] | None = None) -> Project:
    """Read the project in this folder for this stack. Raises `ProjectError`, which names the file and the key.

    Values in `config` replace those of the files. A replaced value may be missing or encrypted.
    """
    if not _STACK.fullmatch(stack):
        raise ProjectError(
            f"{stack[:40]!r} cannot be a stack's name: 1 to 100 letters, digits, hyphens, underscores, dots"
        )
    file = _find(folder, "Pulumi")
    if file is None:
        raise ProjectError(f"{folder} is not a Pulumi program: it has no Pulumi.yaml")
    project = _read(file)
    name = project.get("name")
    if not isinstance(name, str) or not name:
        raise ProjectError(f"{file}: name is missing")
    runtime = project.get("runtime")
    language = runtime.get("name") if isinstance(runtime, dict) else runtime
    if language != "python":
        raise ProjectError(f"{file}: runtime is {language!r}; only python programs run here")
    main = folder / str(project.get("main", "."))
    main = main / "__main__.py" if main.is_dir() else main
    if not main.is_file():
        raise ProjectError(f"{file}: there is no program at {main}")
    settings = folder / str(project.get("stackConfigDir", "."))
    found = _find(settings, f"Pulumi.{stack}")
    stack_file = found or settings / f"Pulumi.{stack}.yaml"  # a stack without settings has no file
    content = _read(found) if found else {}
    values = _section(content, "config", stack_file)
    if "environment" in content:
        raise ProjectError(
            f"{stack_file}: environment needs Pulumi's service, which is not called here; write the values under config"
        )
    declared = _section(project, "config", file)
    replaced = {full_key(name, key): config_text(value) for key, value in (config or {}).items()}
    return Project(name, stack, main, _configuration(name, declared, values, replaced, file, stack_file), found)


def full_key(project: str, key: str) -> str:
    """A configuration key with its namespace. Without one, it belongs to the project."""
    return key if ":" in key else f"{project}:{key}"


def config_text(value: object) -> str:
    """A configuration value in the text form in which programs receive it."""
    if isinstance(value, str):
        return value
    value = json.loads(json.dumps(value))  # this turns every key into text, so keys can be sorted
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _find(folder: Path, stem: str) -> Path | None:
    return next((file for suffix in ("yaml", "yml") if (file := folder / f"{stem}.{suffix}").is_file()), None)


def _read(file: Path) -> dict[str, Any]:
    try:
        content = go_yaml.load(file.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError) as cause:
        raise ProjectError(f"{file} cannot be read as YAML: {cause}") from cause
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise ProjectError(f"{file} must be an object")
    return _with_text_keys(content, file)


def _section(content: dict[str, Any], key: str, file: Path) -> dict[str, Any]:
    section = content.get(key) or {}
    if not isinstance(section, dict):
        raise ProjectError(f"{file}: {key} must be an object")
    return _with_text_keys(section, file)


def _with_text_keys(content: dict[Any, Any], file: Path) -> dict[str, Any]:
    for key in content:
        if not isinstance(key, str):
            raise ProjectError(f"{file}: the key {json.dumps(key)} is not text; put it in quotes")
    return content


def _configuration(
    project: str,
    declared: Mapping[str, Any],
    values: Mapping[str, Any],
    replaced: Mapping[str, str],
    file: Path,
    stack_file: Path,
) -> dict[str, str]:
    result = {}
    # the CLI, too, reads null as ""
    given = {full_key(project, key): "" if value is None else value for key, value in values.items()}
    for key, declaration in declared.items():
        key = full_key(project, key)
        if key in replaced:
            continue
        described = isinstance(declaration, dict)
        default = declaration.get("default", declaration.get("value")) if described else declaration
        value = given.get(key, default)
        if value is None:
            raise ProjectError(f"{stack_file}: {key} is missing; {file.name} declares it without a default")
        wanted = declaration.get("type") if described else None
        if wanted is not None:
            _check_type(key, value, wanted, stack_file if key in given else file)
        result[key] = value
    kept = {key: value for key, value in (result | given).items() if key not in replaced}
    return {key: _text(key, value, stack_file) for key, value in kept.items()} | dict(replaced)


def _check_type(key: str, value: object, wanted: str, file: Path) -> None:
    if wanted not in _TYPES:
        raise ProjectError(f"{file}: {key}: type {wanted!r} is unknown; use one of {', '.join(_TYPES)}")
    if isinstance(value, dict) and set(value) == {"secure"}:
        return  # refused with its own message
    if not isinstance(value, _TYPES[wanted]) or (wanted == "integer" and isinstance(value, bool)):
        empty = " (null counts as empty text)" if value == "" else ""
        raise ProjectError(f"{file}: {key} must be of type {wanted}, not {value!r}{empty}")


def _text(key: str, value: object, file: Path) -> str:
    if _holds_secret(value):
        raise EncryptedValueError(f"{file}: {key} is encrypted, and only the Pulumi CLI can decrypt it", key)
    return config_text(value)


def _holds_secret(value: object) -> bool:
    if isinstance(value, dict):
        return set(value) == {"secure"} or any(_holds_secret(inner) for inner in value.values())
    return isinstance(value, list) and any(_holds_secret(inner) for inner in value)
