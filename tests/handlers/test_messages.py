"""Error messages: printable ASCII, at most 500 characters."""

import pytest

from handlers.aws.call import _shown
from handlers.aws.failures import LostReplyError, RefusalError
from handlers.errors import InvalidRequestError, SequenceError, plain
from handlers.request import Request
from tests import lambda_runtime

SURROGATE = "\ud800"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("sequence a: not declared", "sequence a: not declared"),
        ("a\n\tb\0\x7f", "a\\n\\tb\\x00\\x7f"),
        ("ä 😀 \u202e", "\\xe4 \\U0001f600 \\u202e"),
        (SURROGATE, "\\ud800"),
        ("x" * 500, "x" * 500),
        ("x" * 501, "x" * 497 + "..."),
        (SURROGATE * 10_000_000, ("\\ud800" * 100)[:497] + "..."),
    ],
)
def test_a_message_is_printable_ascii_of_at_most_500_characters(text: str, shown: str) -> None:
    assert str(SequenceError(text)) == shown


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (
            "User: arn:aws:sts::123456789012:assumed-role/numbers-role/session is not authorized to perform: "
            "dynamodb:UpdateItem on resource: arn:aws:dynamodb:us-east-1:123456789012:table/numbers because no "
            "identity-based policy allows the dynamodb:UpdateItem action",
            "User: (sts assumed-role) is not authorized to perform: dynamodb:UpdateItem on resource: (dynamodb table) "
            "because no identity-based policy allows the dynamodb:UpdateItem action",
        ),
        ("key arn:aws-cn:kms:cn-north-1:123456789012:key/1a-2b, of 123456789012.", "key (kms key), of (account)."),
    ],
)
def test_what_aws_says_is_shown_without_arns_and_accounts(told: str, shown: str) -> None:
    refusal = RefusalError(400, "AccessDeniedException", "abc-123456789012-x", {"message": told})
    assert _shown(refusal, "") == f"AccessDeniedException (status 400, request id abc-123456789012-x): {shown}"
    assert "123456789012:" in str(refusal)


def test_what_shows_a_token_is_not_shown() -> None:
    assert _shown(LostReplyError("no reply to #cart-7f3a"), "cart-7f3a") == "the reply cannot be shown"
    assert _shown(LostReplyError("no reply"), "cart-7f3a") == "no reply"


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "0"), ("5\n", "'5\\n'"), (True, "True"), (1.5, "1.5"), (1e300, str(int(1e300))[:27] + "..."), ([5], "list")],
)
def test_a_wrong_count_is_shown(count: object, shown: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        Request.parse({"name": "orders", "count": count})
    assert str(caught.value) == f"count: {shown} is not an integer from 1 to 1,000,000; send for example 10"


def test_a_part_of_a_message_is_shortened_to_its_limit() -> None:
    assert plain("x" * 61, 60) == "x" * 57 + "..."


def test_lambdas_runtime_client_survives_a_lone_surrogate() -> None:
    with lambda_runtime.running("handlers.next_value.handler", {}) as runtime:
        for event in ({SURROGATE: 1}, {"name": SURROGATE}, {"name": "a", "token": SURROGATE}):
            error = runtime.invoke(event).error
            assert error["errorType"] == "InvalidRequestError"
            assert error["errorMessage"].isascii()
        over_http = {"httpMethod": "POST", "headers": {"Idempotency-Key": SURROGATE}, "body": '{"name": "a"}'}
        for sent in (over_http, {**over_http, "body": SURROGATE}, {**over_http, "httpMethod": SURROGATE}):
            reply = runtime.invoke(sent).reply
            assert reply["statusCode"] in (400, 405)
            assert reply["body"].isascii()
        assert runtime.invoke({}).error["errorType"] == "InvalidRequestError"
