"""The code that an authenticator app shows (RFC 6238: HMAC-SHA1, thirty seconds, six digits)."""

import base64
import hashlib
import hmac
import time


def code(secret: str, *, later: int = 0) -> str:
    """The code for a base 32 secret now, or `later` steps of thirty seconds from now."""
    counter = int(time.time()) // 30 + later
    digest = hmac.new(base64.b32decode(secret), counter.to_bytes(8), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(int.from_bytes(digest[offset : offset + 4]) & 0x7FFFFFFF) % 1_000_000:06}"
