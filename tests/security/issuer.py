"""An issuer of identities on loopback, which says whatever a test asks it to say."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Issuer:
    """Its address, its claims, and how it signs."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"
        self.says_it_is = self.issuer
        self.key, self.algorithm = KEY, "RS256"
        self.claims: dict = {"sub": "persona-1", "email": "nadie@boldos.example"}
        self.claims["email_verified"] = True
        self.nonce = ""
        self.asked: dict = {}

    def token(self) -> str:
        now = int(time.time())
        known = {"iss": self.issuer, "aud": "cliente", "iat": now, "exp": now + 300}
        claims = known | {"nonce": self.nonce} | self.claims
        headers = {"kid": "una"}
        key = self.key if self.algorithm == "RS256" else None
        if self.algorithm == "HS256":
            key = "cualquiera-de-treinta-y-dos-letras"
        return jwt.encode(claims, key, algorithm=self.algorithm, headers=headers)

    def answer(self, path: str) -> dict:
        if path.endswith("openid-configuration"):
            return {
                "issuer": self.says_it_is,
                "authorization_endpoint": f"{self.issuer}/entrar",
                "token_endpoint": f"{self.issuer}/ficha",
                "jwks_uri": f"{self.issuer}/llaves",
            }
        if path == "/llaves":
            public = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
            return {"keys": [public | {"kid": "una", "use": "sig", "alg": "RS256"}]}
        return {"id_token": self.token()}


@contextmanager
def issuer() -> Iterator[Issuer]:
    """Yield an issuer that answers until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(found.answer(self.path))

        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            found.asked = parse_qs(self.rfile.read(size).decode())
            self._send(found.answer(self.path))

        def _send(self, data: dict) -> None:
            body = json.dumps(data).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Issuer(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
