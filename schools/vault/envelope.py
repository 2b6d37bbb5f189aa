"""AES-256-GCM, and nothing else: bytes in, bytes out, bound to the place they are kept in.

What is stored is: format (1 byte), id of the key (8), nonce (12), ciphertext and tag (16).
The nonce is 96 random bits: one key seals what one case holds, far below 2^32 messages.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from schools.vault.errors import AlteredError

FORMAT = b"\x01"
NONCE = 12
START = 1 + 8
KEY_BYTES = 32


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def place(*parts: object) -> bytes:
    """Return the associated data of a place; no two lists of parts give the same bytes."""
    texts = [str(part).encode() for part in parts]
    return b"".join(len(text).to_bytes(4, "big") + text for text in texts)


def seal(cipher: AESGCM, key_id: int, plain: bytes, where: bytes) -> bytes:
    """Encrypt `plain` so that it opens only with this key and only at `where`."""
    header = FORMAT + key_id.to_bytes(8, "big")
    nonce = secrets.token_bytes(NONCE)
    return header + nonce + cipher.encrypt(nonce, plain, header + where)


def key_id_of(stored: bytes) -> int:
    """Return the id of the key that sealed `stored`."""
    if stored[:1] != FORMAT or len(stored) < START + NONCE:
        raise AlteredError
    return int.from_bytes(stored[1:START], "big")


def open_sealed(cipher: AESGCM, stored: bytes, where: bytes) -> bytes:
    """Return what was sealed; AlteredError if the bytes or the place are others."""
    header, nonce, body = stored[:START], stored[START : START + NONCE], stored[START + NONCE :]
    try:
        return cipher.decrypt(nonce, body, header + where)
    except InvalidTag as error:
        raise AlteredError from error


def wrap(key: bytes, with_key: bytes, where: bytes) -> bytes:
    """Close `key` with the key of the level above."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(with_key).encrypt(nonce, key, where)


def unwrap(wrapped: bytes, with_key: bytes, where: bytes) -> bytes:
    """Open a key with the key of the level above; InvalidTag if it is not the one."""
    return AESGCM(with_key).decrypt(wrapped[:NONCE], wrapped[NONCE:], where)
