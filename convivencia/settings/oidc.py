"""Sign-in with Google or Microsoft: off unless the environment names a client.

`OIDC_GOOGLE_CLIENT_ID`, `OIDC_GOOGLE_CLIENT_SECRET`; `OIDC_MICROSOFT_CLIENT_ID`,
`OIDC_MICROSOFT_CLIENT_SECRET`, `OIDC_MICROSOFT_TENANT` (one directory: «common» is refused, because
anybody can make a directory).
"""

from collections.abc import Mapping

ANYBODY = frozenset({"", "common", "organizations", "consumers"})


def providers(env: Mapping[str, str]) -> dict[str, dict]:
    """Return the issuers in use, by the word of their address."""
    found = {}
    if env.get("OIDC_GOOGLE_CLIENT_ID"):
        found["google"] = _client(env, "GOOGLE", "Google", "https://accounts.google.com")
    if env.get("OIDC_MICROSOFT_CLIENT_ID"):
        tenant = env.get("OIDC_MICROSOFT_TENANT", "")
        if tenant.lower() in ANYBODY:
            raise RuntimeError("OIDC_MICROSOFT_TENANT debe nombrar un solo directorio.")
        issuer = f"https://login.microsoftonline.com/{tenant}/v2.0"
        found["microsoft"] = _client(env, "MICROSOFT", "Microsoft", issuer)
        # It sends no `email_verified`: the directory's own administration gives the addresses.
        found["microsoft"]["email_is_of_directory"] = True
    return found


def _client(env: Mapping[str, str], prefix: str, name: str, issuer: str) -> dict:
    return {
        "name": name,
        "issuer": issuer,
        "client_id": env[f"OIDC_{prefix}_CLIENT_ID"],
        "client_secret": env.get(f"OIDC_{prefix}_CLIENT_SECRET", ""),
        "email_is_of_directory": False,
    }
