"""The Python snippets of docs/recipes.md, by recipe, and a way to run them with the results that they show."""

import ast
import io
import re
import tokenize
from typing import Any

from ..local.programs import REPOSITORY

GUIDE = (REPOSITORY / "docs" / "recipes.md").read_text()


def snippets(heading: str) -> list[str]:
    """The snippets under a heading, up to the next heading."""
    [text] = re.findall(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", _without_comments_at_the_margin(), re.M | re.S)
    return re.findall(r"^```python\n(.*?)^```", text, re.M | re.S)


def _without_comments_at_the_margin() -> str:
    """The guide, without the comment lines of its snippets, which look like headings."""
    return re.sub(
        r"^```python\n.*?^```", lambda block: re.sub("^#.*\n", "", block[0], flags=re.M), GUIDE, flags=re.M | re.S
    )


def headings() -> list[str]:
    """The headings of all recipes."""
    return re.findall(r"^##+ (.*)$", _without_comments_at_the_margin(), re.M)


def run(source: str, namespace: dict[str, Any]) -> int:
    """Run a snippet. Compare each line `expression  # result` with its result, and return how many there were."""
    comments = {
        token.start[0]: token.string.removeprefix("# ")
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    compared = 0
    for statement in ast.parse(source).body:
        code = ast.get_source_segment(source, statement) or ""
        expected = comments.get(statement.end_lineno or 0)
        if isinstance(statement, ast.Expr) and expected:
            assert str(eval(code, namespace)) == expected, code  # noqa: S307  # the guide's own code
            compared += 1
        else:
            exec(code, namespace)  # noqa: S102
    return compared
