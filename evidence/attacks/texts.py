"""Texts that an attacker would try: by hand, and those that a fuzzer found."""

import json
import sys

DIGITS = "9" * 10_000
MEGABYTES = 6_000_000  # what Lambda accepts in a request

NAMES = (  # of other items, and of what expressions know
    "#", "#canary", "##", "a#", "a/../#t", "shop/", "shop/*", "shop/#t", "*", "name", "value", "expires_at", "a\0", "A",
)  # fmt: skip
EXPRESSIONS = (
    "a SET #value = :low", ":step", "#value", "#value >= :low OR attribute_exists(#key)", "a) OR (1 = 1",
    "' OR '1'='1", '"; DROP TABLE sequences; --', '{"S": "#t"}', '{"$ne": null}', "${jndi:ldap://x}", "{{7*7}}",
    "$(id)", "`id`", "%s%s%n", "{0.__class__}", "../../etc/passwd", "a\"},\"TableName\":\"other\",\"x\":{\"",
    "a\r\nx-amz-target: DynamoDB_20120810.DeleteTable\r\n\r\n{}",
)  # fmt: skip
LOG_LINES = (
    'a\n{"level": "ERROR", "message": "forged"}', "a\r\nREPORT RequestId: forged", "\x1b[2J\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07", "\x1b]8;;http://x\x1b\\link", "\x9b31m", "a\x08\x08b", "\x7f", "\x85", "\u2028{}", "\u2029",
    "\0", '{"_aws": {"CloudWatchMetrics": [{"Namespace": "AWS/Lambda", "Metrics": [{"Name": "Errors"}]}]}}',
)  # fmt: skip
UNICODE = (
    "\ud800", "\udfff\ud800", "\ufeffa", "\ufffe", "\ufffd", "a\u200b", "a\u200d", "\u202eredro", "\u2066a\u2069",
    "\uff41", "a\u0300", "\xe0", "\u212a", "\u0131", "\u0130", "\ufb03", "\u0661", "\uff15", "\U0001d7d8", "\U000e0041",
    "\U0010ffff", "\xc0\x80", "%00", "\\u0000", "\\ud800", "\xad", "e" + "\u0301" * 1000, "\u1160", "\u3164",
)  # fmt: skip
NUMBERS = (
    DIGITS, f"-{DIGITS}", f"0.{DIGITS}", f"1e{DIGITS}", f"1{'0' * 4300}", "1e400", "-1e400", "1e-400", "NaN",
    "Infinity", "-Infinity", "-0", "-0.0", "0x10", "1_000", "+1", " 1", "1.0000000000000001", "9007199254740993",
    "1e22", "5e-324", str(sys.maxsize + 1), "10" * 19,
)  # fmt: skip
NESTED = ("[" * 100_000, '{"a":' * 100_000, "[" * 900 + "]" * 900, '{"arguments":' * 200 + "{}" + "}" * 200)
LARGE = (
    "a" * MEGABYTES,
    f"[{'[],' * (MEGABYTES // 3)}[]]",
    f'{{"name": "a", "x": "{"a" * MEGABYTES}"}}',
    '"' + "\\u0061" * (MEGABYTES // 6) + '"',
)
EVENTS: tuple[object, ...] = (
    {"name": "a", "count": 5, "token": "t"},
    {"name": "lap", "count": 10},
    {"arguments": {"name": "shop/1", "count": None}, "identity": {}},
    {"arguments": {"arguments": {"name": "a"}}},
    {"httpMethod": "POST", "body": '{"name": "wide"}', "multiValueHeaders": {"Idempotency-Key": ["t", "u"]}},
    {"requestContext": {"http": {"method": "POST"}}, "body": "e30=", "isBase64Encoded": True},
    {"requestContext": {"http": []}, "headers": {"Idempotency-Key": {}}, "body": 5},
    {"requestContext": [], "httpMethod": {}},
    {"Records": [{"dynamodb": {"Keys": {"name": {"S": "a"}}, "SequenceNumber": 5}, "eventName": []}]},
    {"Records": [None, [], 5, "a"], "state": {}},
    {"Records": {}},
)
DOCUMENTS = (  # right and nearly right ones, from which a fuzzer starts
    *("", "null", "true", "[]", "{}", "[{}]", '{"name": "a"}{"name": "a"}', '{"name": "a", "name": "lap"}'),
    *map(json.dumps, EVENTS),
)
FOUND: tuple[str, ...] = ()

SHORT = (*NAMES, *EXPRESSIONS, *LOG_LINES, *UNICODE, *NUMBERS, *DOCUMENTS, *FOUND)
ALL = (*SHORT, *NESTED, *LARGE)
