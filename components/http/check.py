"""Check for options of the URL that contradict each other."""

from typing import Any

from ..checking.mistakes import Mistakes
from .args import HttpArgs


def check_http(http: HttpArgs, mistakes: Mistakes) -> None:
    """Check the plain values of `http.cors`."""
    cors = http.get("cors")
    if cors is None:
        return
    methods, origins = cors.get("allow_methods"), cors.get("allow_origins")
    wrong = mistakes.about("http.cors.allow_methods")
    if isinstance(methods, list) and not wrong and not any(map(_may_be_post, methods)):
        problem = 'must contain POST or *, because the function answers only POST; for example ["POST"]'
        mistakes.add("http.cors.allow_methods", problem, methods)
    if isinstance(origins, list) and "*" in origins and cors.get("allow_credentials") is True:
        # With the origin *, AWS answers each web page with that page's own origin, and browsers then send cookies.
        problem = "cannot be used with the origin *, which allows every web page; list the origins, or leave it out"
        mistakes.add("http.cors.allow_credentials", problem, True)


def _may_be_post(method: Any) -> bool:
    """Whether a method allows POST. An output may have any value."""
    return method in ("POST", "*") or not isinstance(method, str)
