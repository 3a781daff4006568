"""How TLS is spoken: today's way with everybody, the old way only with hosts that have shown they need it."""

from __future__ import annotations

import ssl
import warnings

import certifi

# OpenSSL's own words for "this server speaks a TLS that is refused today". A bad certificate is not among them.
_OLD_SERVER = (
    "UNSAFE_LEGACY_RENEGOTIATION_DISABLED",
    "DH_KEY_TOO_SMALL",
    "UNSUPPORTED_PROTOCOL",
    "WRONG_SSL_VERSION",
    "VERSION_TOO_LOW",
    "NO_PROTOCOLS_AVAILABLE",
    "TLSV1_ALERT_PROTOCOL_VERSION",
    "HANDSHAKE_FAILURE",
    "WRONG_SIGNATURE_TYPE",
    "EE_KEY_TOO_SMALL",
    "CA_MD_TOO_WEAK",
)
_OP_LEGACY_SERVER_CONNECT = 0x4  # named in ssl from Python 3.12 on


def modern_context(ca_file: str | None = None) -> ssl.SSLContext:
    """The usual context, with its certificates loaded once for all hosts (15 ms each time otherwise)."""
    return ssl.create_default_context(cafile=ca_file or certifi.where())


def legacy_context(ca_file: str | None = None) -> ssl.SSLContext:
    """Old protocol versions, short keys and renegotiation the old way; the certificate is still verified."""
    context = modern_context(ca_file)
    context.options |= _OP_LEGACY_SERVER_CONNECT
    # Level 0, for OpenSSL 3 speaks TLS 1.0 and 1.1 on no higher one.
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
    return context


def speaks_only_old_tls(error: str) -> bool:
    """Whether a handshake failed because the server is old, and not because it is not who it says."""
    words = error.upper().replace(" ", "_")
    return any(sign in words for sign in _OLD_SERVER)
