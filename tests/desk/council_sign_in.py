"""A council's own sign-in, small enough for a test: OpenID Connect with signed tokens, on this machine only.

    python tests/desk/council_sign_in.py EMAIL VERIFIED

It prints its address, and lets everyone in as EMAIL.
"""

from __future__ import annotations

import base64
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EMAIL, VERIFIED = sys.argv[1], sys.argv[2] == "true"
ASKED: dict[str, str] = {}


def number(value: int) -> str:
    """A number of a key, as JSON has it."""
    return base64.urlsafe_b64encode(value.to_bytes((value.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()


class Provider(BaseHTTPRequestHandler):
    """The four addresses that a client asks."""

    def do_GET(self) -> None:
        """What there is; the way in, which leads straight back; the keys; who it is."""
        path, site = urlsplit(self.path), f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
        if path.path == "/.well-known/openid-configuration":
            ends = {"authorization": "in", "token": "token", "userinfo": "who"}
            self._say(
                {
                    "issuer": site,
                    "jwks_uri": f"{site}/keys",
                    **{f"{k}_endpoint": f"{site}/{v}" for k, v in ends.items()},
                }
            )
        elif path.path == "/in":
            asked = {key: value[0] for key, value in parse_qs(path.query).items()}
            ASKED.update(asked)
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{urlencode({'code': 'x', 'state': asked['state']})}")
            self.end_headers()
        elif path.path == "/keys":
            public = KEY.public_key().public_numbers()
            one = {"kty": "RSA", "kid": "1", "use": "sig", "alg": "RS256", "n": number(public.n), "e": number(public.e)}
            self._say({"keys": [one]})
        else:
            self._say(self._who())

    def do_POST(self) -> None:
        """A token for a code."""
        self.rfile.read(int(self.headers["Content-Length"]))
        site, now = f"http://127.0.0.1:{self.server.server_port}", int(time.time())  # type: ignore[attr-defined]
        said = {"iss": site, "aud": "placebook", "iat": now, "exp": now + 60, **self._who()}
        if "nonce" in ASKED:
            said["nonce"] = ASKED["nonce"]
        token = jwt.encode(said, KEY, algorithm="RS256", headers={"kid": "1"})
        self._say({"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": token})

    def _who(self) -> dict[str, Any]:
        return {"sub": f"{EMAIL} {VERIFIED}", "email": EMAIL, "email_verified": VERIFIED, "name": "Somebody"}

    def _say(self, value: Any) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


if __name__ == "__main__":
    server = HTTPServer(("127.0.0.1", 0), Provider)
    print(f"The site is at http://127.0.0.1:{server.server_port}/", flush=True)  # noqa: T201
    server.serve_forever()
