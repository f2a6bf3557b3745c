"""Sealing a file with a password: Argon2id makes the key, AES-256-GCM locks and authenticates (RFC 9106, SP 800-38D).

Layout: magic (8 bytes), iterations, lanes, memory in KiB (3 × 4 bytes, big-endian), salt (16), nonce (12), then the
ciphertext with its tag; everything before the ciphertext is authenticated with it.
"""

from __future__ import annotations

import os
import struct

from app.rules.errors import OfficeError, Refused

MAGIC = b"ZSTSEAL1"
SHORTEST = 8
"""Characters that a password must have at least."""

_FORM = struct.Struct(">8sIII16s12s")
_ITERATIONS, _LANES, _MEMORY = 3, 4, 64 * 1024
_MOST = (10, 16, 1024 * 1024)
"""What a file may ask of this computer at most, so that a forged one cannot exhaust it."""


def is_sealed(data: bytes) -> bool:
    """Tell whether these bytes were sealed here."""
    return data.startswith(MAGIC)


def seal(data: bytes, password: str) -> bytes:
    """Return the bytes locked with a password; raise `Refused` for one that is too short."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(password) < SHORTEST:
        raise Refused(f"口令太短：至少要 {SHORTEST} 个字符。")
    salt, nonce = os.urandom(16), os.urandom(12)
    head = _FORM.pack(MAGIC, _ITERATIONS, _LANES, _MEMORY, salt, nonce)
    key = _key(password, salt, _ITERATIONS, _LANES, _MEMORY)
    return head + AESGCM(key).encrypt(nonce, data, head)


def unseal(data: bytes, password: str) -> bytes:
    """Return what was sealed; raise `Refused` for a wrong password or a file that was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(data) < _FORM.size + 16:
        raise OfficeError("加锁的文件不完整，可能没有复制完。请重新复制。")
    head = data[: _FORM.size]
    _, iterations, lanes, memory, salt, nonce = _FORM.unpack(head)
    asked = (iterations, lanes, memory)
    if any(not 1 <= value <= most for value, most in zip(asked, _MOST, strict=True)) or memory < 8 * lanes:
        raise OfficeError("加锁的文件头不对，不是本程序写的或已损坏。请重新复制。")
    try:
        return AESGCM(_key(password, salt, iterations, lanes, memory)).decrypt(nonce, data[_FORM.size :], head)
    except InvalidTag:
        raise Refused("口令不对，或文件被改动过。请核对口令；口令无误时请重新复制文件。") from None


def _key(password: str, salt: bytes, iterations: int, lanes: int, memory: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    derive = Argon2id(salt=salt, length=32, iterations=iterations, lanes=lanes, memory_cost=memory)
    return derive.derive(password.encode())
