"""Exit 0 if the web process of this container answers, as its proxy would ask it."""

import http.client
import os
import sys


def main() -> int:
    """Ask for the sign-in page as if TLS had ended at the proxy."""
    host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0] or "127.0.0.1"
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=8)
    headers = {"Host": host, "X-Forwarded-Proto": "https"}
    connection.request("GET", "/cuenta/login/", headers=headers)
    return 0 if connection.getresponse().status == http.client.OK else 1


if __name__ == "__main__":
    sys.exit(main())
