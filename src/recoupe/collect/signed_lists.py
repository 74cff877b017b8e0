"""The signature of a WACZ, checked in the jailed child: what it is of, whose key made it, and when.

Source: WACZ Signing and Verification 0.1.0 (Webrecorder). `datapackage-digest.json` holds the digest of the list of
contents, and a signature of that digest, in one of two forms: by a key that is nobody's (ArchiveWeb.page: ECDSA on
P-384 as browsers write it), or by the key of a certificate for a domain, with an RFC 3161 time stamp over the
signature. Each check says `checked, holds`, `does not hold` or `cannot tell: …`. Who is behind a key, and whether the
root of a chain of certificates is to be trusted, no archive can show of itself: fingerprints are given, to compare
with what is known elsewhere.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from cryptography.x509 import (
    Certificate,
    DNSName,
    ExtensionNotFound,
    SubjectAlternativeName,
    load_pem_x509_certificates,
)
from cryptography.x509.oid import NameOID

from recoupe.model.der import DerError
from recoupe.model.sources import FAILS, HOLDS, cannot_tell
from recoupe.model.timestamps import Reply, purpose, read_reply, signed_by

APART: Final = timedelta(minutes=10)
"""How far the archive's own time may lie from the time stamp, as the specification has it."""
MOST_CERTIFICATES: Final = 12
_NAME: Final = 200


def checked(signed: Any, stated: str) -> tuple[str, ...]:
    """Check `signedData`.

    Args:
        signed: The value as JSON has it.
        stated: The digest of the list of contents, `sha256:…`, as the same file states it.
    Returns:
        Lines `what: outcome`.
    """
    if not isinstance(signed, dict):
        return (f"signature of the list of contents: {cannot_tell('it is not in the form that is known')}",)
    try:
        lines = tuple(_lines(signed, stated))
    except (_Unreadable, DerError, ValueError, TypeError, UnsupportedAlgorithm, OverflowError) as error:
        lines = (f"signature of the list of contents: {cannot_tell(f'it cannot be read ({error})')}",)
    return lines


class _Unreadable(Exception):
    """A part of the signature is missing or not as it should be."""


def _lines(signed: dict[str, Any], stated: str) -> Iterator[str]:
    what, signature = _text(signed, "hash"), _text(signed, "signature")
    yield f"digest that is signed is that of the list of contents: {_holds(bool(stated) and what == stated)}"
    if signed.get("domainCert"):
        yield from _by_domain(signed, what, signature)
    elif signed.get("publicKey"):
        yield from _by_key(_base64(_text(signed, "publicKey")), what, signature)
    else:
        raise _Unreadable("there is neither a key nor a certificate with it")


def _by_key(key_data: bytes, what: str, signature: str) -> Iterator[str]:
    try:
        key = load_der_public_key(key_data)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _Unreadable("its key is none") from error
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise _Unreadable("its key is of a kind that is not read here")
    print_ = hashlib.sha256(key_data).hexdigest()
    yield f"signature by the key sha256:{print_}: {_holds(_verifies(key, signature, what))}"
    why = "the archive does not show it; compare with a key known elsewhere"
    yield f"whose key sha256:{print_} is: {cannot_tell(why)}"


def _by_domain(signed: dict[str, Any], what: str, signature: str) -> Iterator[str]:
    domain = _text(signed, "domain")
    chain = _chain(_text(signed, "domainCert"))
    key = chain[0].public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise _Unreadable("the key of its certificate is of a kind that is not read here")
    yield f"signature by the certificate for {domain}: {_holds(_verifies(key, signature, what))}"
    yield f"certificate is for {domain}: {_holds(domain.lower() in _names(chain[0]))}"
    yield from _chained("certificate", chain)
    if signed.get("crossSignedCert"):
        crossed = _chain(_text(signed, "crossSignedCert"))
        yield f"second certificate is of the same key: {_holds(_key_of(crossed[0]) == _key_of(chain[0]))}"
    if not signed.get("timeSignature"):
        yield f"time of the signature: {cannot_tell('there is no time stamp with it')}"
        return
    yield from _stamped(signed, signature, chain[0])


def _stamped(signed: dict[str, Any], signature: str, certificate: Certificate) -> Iterator[str]:
    try:
        reply = read_reply(_base64(_text(signed, "timeSignature")))
    except DerError as error:
        yield f"time stamp of the signature: {cannot_tell(f'it cannot be read ({error})')}"
        return
    if reply.time is None:
        yield f"time stamp of the signature: {FAILS}"
        return
    said = reply.time.strftime("%Y-%m-%dT%H:%M:%SZ")
    chain = _chain(_text(signed, "timestampCert")) if signed.get("timestampCert") else ()
    right = reply.imprint == hashlib.sha256(signature.encode()).digest()
    signer = signed_by(reply, chain)
    yield f"time stamp of the signature, {said}: {_holds(right and signer is not None and purpose(signer))}"
    if chain:
        yield from _chained("certificate of the time stamp", chain)
        yield f"certificate of the time stamp is the one that is given: {_holds(signer in chain)}"
    yield f"certificate was good at {said}: {_good(certificate, reply)}"
    yield f"time stated for the signature is within ten minutes of {said}: {_near(signed, reply.time)}"


def _chained(name: str, chain: Sequence[Certificate]) -> Iterator[str]:
    for lower, upper in pairwise(chain):
        try:
            lower.verify_directly_issued_by(upper)
        except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm):
            yield f"chain of the {name}: {FAILS}"
            return
    root = chain[-1]
    print_ = root.fingerprint(hashes.SHA256()).hex()
    if len(chain) > 1:
        yield f"chain of the {name}: {HOLDS}"
    yield (
        f"trust in {_subject(root)}, the last of the chain of the {name}: "
        + cannot_tell(f"no list of roots is kept here; its fingerprint is sha256:{print_}")
    )


def _good(certificate: Certificate, reply: Reply) -> str:
    return _holds(
        reply.time is not None and certificate.not_valid_before_utc <= reply.time <= certificate.not_valid_after_utc
    )


def _near(signed: dict[str, Any], stamped: datetime) -> str:
    try:
        created = datetime.fromisoformat(_text(signed, "created").replace("Z", "+00:00"))
    except (ValueError, _Unreadable):
        return cannot_tell("it states no time that can be read")
    if created.tzinfo is None:
        created = created.replace(tzinfo=UTC)
    return _holds(abs(created - stamped) <= APART)


def _verifies(key: ec.EllipticCurvePublicKey, signature: str, what: str) -> bool:
    """ECDSA with SHA-256, the signature in DER or, as browsers write it, as two numbers of the curve's width."""
    data = _base64(signature)
    width = (key.curve.key_size + 7) // 8
    forms = [data]
    if len(data) == 2 * width:
        forms.append(encode_dss_signature(int.from_bytes(data[:width], "big"), int.from_bytes(data[width:], "big")))
    for form in forms:
        try:
            key.verify(form, what.encode(), ec.ECDSA(hashes.SHA256()))
        except (InvalidSignature, ValueError):
            continue
        return True
    return False


def _chain(pem: str) -> tuple[Certificate, ...]:
    try:
        found = tuple(load_pem_x509_certificates(pem.encode("ascii", "replace")))
    except ValueError as error:
        raise _Unreadable("a certificate of it cannot be read") from error
    if not found or len(found) > MOST_CERTIFICATES:
        raise _Unreadable("its chain of certificates is empty or too long")
    return found


def _names(certificate: Certificate) -> set[str]:
    names = {str(one.value).lower() for one in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)}
    try:
        other = certificate.extensions.get_extension_for_class(SubjectAlternativeName).value
    except (ExtensionNotFound, ValueError):
        return names
    return names | {name.lower() for name in other.get_values_for_type(DNSName)}


def _subject(certificate: Certificate) -> str:
    return _plain(certificate.subject.rfc4514_string()) or "a nameless certificate"


def _key_of(certificate: Certificate) -> bytes:
    return certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _text(signed: dict[str, Any], key: str) -> str:
    value = signed.get(key)
    if not isinstance(value, str) or not value:
        raise _Unreadable(f"it has no {key}")
    return _plain(value) if key == "domain" else value


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _Unreadable("a part of it is not Base64") from error


def _plain(text: str) -> str:
    clean = text.encode("utf-8", "replace").decode()[:_NAME]
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in clean)


def _holds(value: bool) -> str:
    return HOLDS if value else FAILS
