"""The options of the next-value function's URL."""

from dataclasses import replace
from typing import Any, Literal, NotRequired, TypedDict, get_args

import pulumi

from ..checking.choice import Choice
from ..checking.rule import Rules, listing, matching, one_of, within

Authorization = Literal["AWS_IAM", "NONE"]


class CorsArgs(TypedDict):
    """Which web pages may call the URL. AWS answers the browser's preflight requests itself, without the function."""

    allow_origins: pulumi.Input[list[pulumi.Input[str]]]
    """The origins of the web pages. `*` allows every web page."""

    allow_methods: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """The methods that a web page may use. The function answers only POST."""

    allow_headers: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """The headers that a web page may send. The default has those of a request with a token, and of its signature. Your
    list replaces it."""

    expose_headers: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """The headers of a reply that a web page may read, besides `content-type`. Your list replaces the default."""

    allow_credentials: NotRequired[pulumi.Input[bool]]
    """Whether a web page may send cookies. The function does not read them."""

    max_age: NotRequired[pulumi.Input[int]]
    """For how many seconds a browser may keep the answer to a preflight request."""


class HttpArgs(TypedDict):
    """A URL that takes the same requests as the function, as the body of a POST."""

    authorization: NotRequired[Choice[Authorization]]
    """Who may call the URL. With AWS_IAM, the roles that you grant it to; they sign their requests. With NONE,
    everyone: then strangers can take numbers at your cost, until a sequence ends."""

    cors: NotRequired[CorsArgs]
    """Which web pages may call the URL. Default: none."""


HTTP: HttpArgs = {"authorization": "AWS_IAM"}

CORS: dict[str, Any] = {
    "allow_methods": ["POST"],
    "allow_headers": [
        "authorization",
        "content-type",
        "idempotency-key",
        "x-amz-content-sha256",
        "x-amz-date",
        "x-amz-security-token",
    ],
    "expose_headers": ["retry-after"],
    "allow_credentials": False,
    "max_age": 0,
}

# The numbers and lengths are those of "Cors", AWS Lambda API Reference.
_ORIGIN = r"\*|(?=.{1,253}$)[a-z][a-z0-9+.-]*://[^/\s*?#@]+"
_HEADER = matching(r"\*|[A-Za-z0-9!#$%&'*+.^_`|~-]{1,1024}", "a header's name, or *", "content-type")

HTTP_RULES: Rules = {
    HttpArgs: {
        "authorization": replace(
            one_of(*get_args(Authorization)), must="AWS_IAM, or NONE to let everyone on the internet take numbers"
        )
    },
    CorsArgs: {
        "allow_origins": listing(
            "a list of 1 to 100 origins",
            '["https://shop.example.com"]',
            matching(
                _ORIGIN,
                "an origin of at most 253 characters, with scheme and host and without a path; or *",
                "https://shop.example.com",
            ),
            least=1,
            most=100,
        ),
        "allow_methods": listing(
            "a list of at most 6 methods with POST or *",
            '["POST"]',
            one_of("POST", "GET", "HEAD", "PUT", "PATCH", "DELETE", "*"),
            most=6,
        ),
        "allow_headers": listing("a list of at most 100 headers", '["content-type"]', _HEADER, most=100),
        "expose_headers": listing("a list of at most 100 headers", '["retry-after"]', _HEADER, most=100),
        "max_age": within(0, 86_400, 600),
    },
}
