"""The type of an option with a few allowed values.

Type checkers see `Choice[Literal["a", "b"]]` as that `Literal`. At run time it is `str`, because Pulumi's analyzer,
which makes the schema for other languages, rejects `Literal`.
"""

from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_args

T = TypeVar("T")

if TYPE_CHECKING:
    Choice = Annotated[T, "one of these"]
else:

    class Choice:
        """Replaces a `Literal` with its plain type."""

        def __class_getitem__(cls, literal: Any) -> type:
            """The type of the literal's values."""
            return type(get_args(literal)[0])
