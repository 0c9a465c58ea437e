"""Hooks of schemathesis: a signed token for each request, made by PyJWT from an account's key file."""

import os
import re
import time
import uuid

import jwt
import schemathesis
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def key(path):
    with open(path, encoding="ascii") as file:
        lines = file.read().split("\n")
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(lines[1].removeprefix("private ")))


ACCOUNT = os.environ["API_ACCOUNT"]
KEY = key(os.environ["API_KEY"])
# Where the server's clock stands still, tokens are made at its time.
NOW = os.environ.get("API_NOW")


def token():
    now = int(NOW) if NOW else int(time.time())
    claims = {
        "iss": ACCOUNT, "sub": ACCOUNT, "aud": os.environ["API_NAME"], "iat": now, "exp": now + 120,
        "jti": uuid.uuid4().hex, "purpose": os.environ["API_PURPOSE"],
    }
    return jwt.encode(claims, KEY, algorithm="EdDSA")


@schemathesis.auth(refresh_interval=None)
class Machine:
    """A machine that signs each request."""

    def get(self, case, ctx):
        return token()

    def set(self, case, data, ctx):
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.hook
def map_path_parameters(ctx, path_parameters):
    """Children that there are: random numbers are mostly nobody's."""
    if path_parameters and isinstance(path_parameters.get("n"), int) and path_parameters["n"] % 3:
        path_parameters["n"] = path_parameters["n"] % 40 + 1
    return path_parameters


@schemathesis.hook
def before_call(ctx, case, kwargs):
    """Nobody can guess a cursor, and a key is for one act: what is made up of these is refused, which is no fault."""
    if case.query and re.fullmatch("[A-Za-z0-9_-]{1,600}", str(case.query.get("cursor", ""))):
        del case.query["cursor"]
    for name in list(case.headers or {}):
        if name.lower() == "idempotency-key" and re.fullmatch("[!-~]{8,128}", str(case.headers[name])):
            case.headers[name] = uuid.uuid4().hex
            if kwargs.get("headers"):
                kwargs["headers"][name] = case.headers[name]
