"""Mutants of a module: its source with one operator, constant, condition, argument or statement changed.

Docstrings, messages, annotations and imports stay as they are. docs/reliability.md lists what else does.
"""

import ast
from collections.abc import Iterator
from typing import Any, NamedTuple

_OPERATORS: dict[type[ast.AST], Any] = {
    ast.Lt: ast.LtE(), ast.LtE: ast.Lt(), ast.Gt: ast.GtE(), ast.GtE: ast.Gt(),
    ast.Eq: ast.NotEq(), ast.NotEq: ast.Eq(),
    ast.Is: ast.IsNot(), ast.IsNot: ast.Is(), ast.In: ast.NotIn(), ast.NotIn: ast.In(),
    ast.Add: ast.Sub(), ast.Sub: ast.Add(), ast.Mult: ast.FloorDiv(), ast.FloorDiv: ast.Mult(), ast.Div: ast.Mult(),
}  # fmt: skip
_FUNCTIONS = {"min": "max", "max": "min", "any": "all", "all": "any"}


class Mutant(NamedTuple):
    """One change. `before` and `after` are the changed lines, `source` is the whole module after it."""

    path: str
    line: int
    before: str
    after: str
    source: str


def mutants(path: str, source: str) -> list[Mutant]:
    """All mutants of a module, in the order of its lines. `before` and `after` tell each from the others."""
    data = source.encode()
    starts = [0]
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found: dict[tuple[str, str], Mutant] = {}
    for node, text in _replacements(ast.parse(source), message=False):
        first, last = node.lineno, node.end_lineno or node.lineno
        begin, end = starts[first - 1] + node.col_offset, starts[last - 1] + (node.end_col_offset or 0)
        changed = data[:begin] + text.encode() + data[end:]
        before = data[starts[first - 1] : starts[last]]
        after = changed[starts[first - 1] : starts[last] + len(changed) - len(data)]
        key = " ".join(before.decode().split()), " ".join(after.decode().split())
        while key in found:  # two lines of the module have the same text
            key = key[0], f"{key[1]} (again)"
        found[key] = Mutant(path, first, *key, changed.decode())
    return sorted(found.values(), key=lambda mutant: mutant.line)


_Node = ast.expr | ast.stmt


def _replacements(node: ast.AST, *, message: bool) -> Iterator[tuple[_Node, str]]:
    """Each part that changes, and its new text. `message`: the part is a message's text."""
    if isinstance(node, ast.Import | ast.ImportFrom | ast.JoinedStr) or _lists_exports(node):
        return
    message = message or isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and _takes_message(node.func))
    yield from _changes(node, message=message)
    for field, value in ast.iter_fields(node):
        if field not in ("annotation", "returns"):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST) and not _is_docstring(child):
                    yield from _replacements(child, message=message)


def _changes(node: ast.AST, *, message: bool) -> Iterator[tuple[_Node, str]]:
    """The changes of one part of the module, without those of the parts in it."""
    if isinstance(node, ast.If | ast.While | ast.IfExp) and not isinstance(node.test, ast.Compare | ast.UnaryOp):
        yield node.test, f"(not ({ast.unparse(node.test)}))"
    match node:
        case ast.Compare(ops=operators):
            for nth, operator in enumerate(operators):
                swapped = [*operators[:nth], _OPERATORS[type(operator)], *operators[nth + 1 :]]
                yield node, ast.unparse(ast.Compare(node.left, swapped, node.comparators))
        case ast.BinOp(op=operator) if type(operator) in _OPERATORS:
            yield node, ast.unparse(ast.BinOp(node.left, _OPERATORS[type(operator)], node.right))
        case ast.BoolOp(values=values):
            for rest in _without_one(values):
                yield node, f"({ast.unparse(ast.BoolOp(node.op, rest) if len(rest) > 1 else rest[0])})"
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield node, f"({ast.unparse(operand)})"
        case ast.Constant(value=value):
            if value is not None and not (message and isinstance(value, str) and not value.isupper()):
                yield node, _another(value)
        case ast.Call():
            if isinstance(node.func, ast.Name) and node.func.id in _FUNCTIONS:
                yield node.func, _FUNCTIONS[node.func.id]
            for keywords in _without_one(node.keywords):
                yield node, ast.unparse(ast.Call(node.func, node.args, keywords))
        case ast.ExceptHandler(type=ast.Tuple(elts=errors) as caught):
            for rest in _without_one(errors):
                yield caught, ast.unparse(ast.Tuple(rest, ast.Load()))
        case ast.Raise():
            yield node, "pass"
        case ast.Return(value=ast.expr() as value):
            if not isinstance(value, ast.Constant):
                yield node, "return None"
        case ast.Expr(value=ast.Call() | ast.Await()) | ast.AugAssign() | ast.Delete() | ast.Break():
            yield node, "pass"
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript() | ast.Tuple()]):
            yield node, "pass"


def _another(value: object) -> str:
    match value:
        case bool():
            return repr(not value)
        case int():
            return repr(value + 1)
        case float():
            return repr(value * 2 or 1.0)
        case bytes():
            return repr(b"XX" + value)
        case _:
            return repr(f"XX{value}") if isinstance(value, str) else "None"


def _without_one(items: list[Any]) -> Iterator[list[Any]]:
    for nth in range(len(items)):
        yield items[:nth] + items[nth + 1 :]


def _takes_message(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id.endswith(("Error", "_exhausted", "Verdict"))


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _lists_exports(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__"
