"""What AWS's reply says: a result, or a refusal."""

import json
import zlib
from typing import Any

from .failures import LostReplyError, RefusalError
from .http import HttpReply


def read_answer(reply: HttpReply) -> dict[str, Any]:
    """Return the result; raises `RefusalError`, or `LostReplyError` if the reply is damaged or not from AWS."""
    name = reply.headers.get("x-amzn-errortype", "")
    if reply.headers.get("x-amz-crc32", "") in ("", str(zlib.crc32(reply.body))):
        try:
            body = json.loads(reply.body)
        except (ValueError, RecursionError):
            body = {} if name and reply.status != 200 else None  # a refusal may be in its head alone
        if isinstance(body, dict):
            if reply.status == 200 and not (name or "__type" in body):
                return body
            # Such as com.amazonaws.dynamodb.v20120810#ThrottlingException, or ThrottlingException:http://...
            code = str(body.get("__type") or name or reply.status).partition(":")[0].rpartition("#")[2]
            raise RefusalError(reply.status, code, reply.headers.get("x-amzn-requestid", ""), body)
    request_id = reply.headers.get("x-amzn-requestid", "") or "none"
    raise LostReplyError(
        f"a reply with status {reply.status} (request id {request_id:.80}) is not from AWS, or was damaged on the way"
    )
