"""Options that take one of a few values: a `Literal` for type checkers, a plain type for Pulumi's analyzer.

The analyzer makes the schema for other languages, and rejects `Literal`. So `Choice[Literal["a", "b"]]` is that
`Literal` to a type checker, and `str` when the program runs.
"""

from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_args

T = TypeVar("T")

if TYPE_CHECKING:
    Choice = Annotated[T, "one of these"]
else:

    class Choice:
        """The plain type of a `Literal`."""

        def __class_getitem__(cls, literal: Any) -> type:
            """The type of its values."""
            return type(get_args(literal)[0])
