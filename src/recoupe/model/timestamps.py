"""Replies of time stamp authorities (RFC 3161): what one says of itself, and which certificate signed it.

    reply = read_reply(data)
    reply.imprint, reply.time

What is read here is unchecked; `signed_by` checks the signature of the authority, and `purpose` that its certificate is
one for time stamps. Whether the certificate is to be trusted is for whoever holds the authority's root.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import Certificate, ExtendedKeyUsage, ExtensionNotFound, load_der_x509_certificate
from cryptography.x509.oid import ExtendedKeyUsageOID

from recoupe.model import der

SHA256: Final = bytes.fromhex("608648016503040201")
_HASHES: Final[dict[bytes, hashes.HashAlgorithm]] = {
    SHA256: hashes.SHA256(),
    bytes.fromhex("608648016503040202"): hashes.SHA384(),
    bytes.fromhex("608648016503040203"): hashes.SHA512(),
}
_TST_INFO: Final = bytes.fromhex("2a864886f70d0109100104")
_SIGNED_DATA: Final = bytes.fromhex("2a864886f70d010702")
_MESSAGE_DIGEST: Final = bytes.fromhex("2a864886f70d010904")
_TIME: Final = re.compile(rb"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,6})\d*)?Z")
_FIRST_SET: Final = b"\x31"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a reply says of itself, unchecked: status (0 and 1 are stamps), digest stamped, nonce, time.

    token: the signed part of a stamp, for `signed_by`.
    """

    status: int
    imprint: bytes = b""
    nonce: int | None = None
    time: datetime | None = None
    token: bytes = b""


def read_reply(data: bytes) -> Reply:
    """What a reply says of itself (RFC 3161, section 2.4.2).

    Raises:
        DerError: It is no reply, or written in a way that is not read here.
    """
    body, rest = der.want(data, der.SEQUENCE)
    if rest:
        raise der.DerError("bytes follow the reply")
    info, body = der.want(body, der.SEQUENCE)
    status = der.integer(der.want(info, der.INTEGER)[0])
    if status not in (0, 1):
        return Reply(status=status)
    content, _ = der.want(_signed(body)[0], der.SEQUENCE)
    stamp, _ = der.want(_inner(content), der.SEQUENCE)
    _, stamp = der.want(stamp, der.INTEGER)
    _, stamp = der.want(stamp, der.OID)
    message, stamp = der.want(stamp, der.SEQUENCE)
    _, stamp = der.want(stamp, der.INTEGER)
    when, stamp = der.want(stamp, der.TIME)
    nonce = next((der.integer(contents) for tag, contents in der.parts(stamp) if tag == der.INTEGER), None)
    return Reply(status=status, imprint=imprint(message), nonce=nonce, time=_time(when), token=body)


def imprint(message: bytes) -> bytes:
    """The digest that is stamped, which must be a SHA-256.

    Raises:
        DerError: It is another one, or none.
    """
    algorithm, rest = der.want(message, der.SEQUENCE)
    if der.want(algorithm, der.OID)[0] != SHA256:
        raise der.DerError("the stamp is not of a SHA-256")
    return der.want(rest, der.OCTETS)[0]


def signed_by(reply: Reply, given: Sequence[Certificate]) -> Certificate | None:
    """The certificate, of those given or carried in the reply, whose key signed the stamp; None when there is none.

    Raises:
        DerError: The stamp is written in a way that is not read here.
    """
    content, after = der.want(_signed(reply.token)[0], der.SEQUENCE)
    carried: list[Certificate] = []
    signers = b""
    for tag, contents in der.parts(after):
        if tag == der.FIRST:
            certificates = (one for kind, one in der.parts(contents) if kind == der.SEQUENCE)
            carried = [_certificate(der.write(der.SEQUENCE, one)) for one in certificates]
        elif tag == der.SET:
            signers = contents
    signer, _ = der.want(signers, der.SEQUENCE)
    _, signer = der.want(signer, der.INTEGER)
    _, _, signer = der.take(signer)
    algorithm, signer = der.want(signer, der.SEQUENCE)
    attributes, signer = der.want(signer, der.FIRST)
    _, signer = der.want(signer, der.SEQUENCE)
    signature, _ = der.want(signer, der.OCTETS)
    kind = _HASHES.get(der.want(algorithm, der.OID)[0])
    if kind is None:
        raise der.DerError("the stamp is signed over a digest that is not read here")
    if _digest_of(attributes) != hashlib.new(kind.name, _inner(content)).digest():
        return None
    signed = _FIRST_SET + der.write(der.SEQUENCE, attributes)[1:]
    return next((one for one in (*given, *carried) if _verifies(one, signature, signed, kind)), None)


def purpose(certificate: Certificate) -> bool:
    """Whether a certificate says that it is for time stamps."""
    try:
        usage = certificate.extensions.get_extension_for_class(ExtendedKeyUsage).value
    except (ExtensionNotFound, ValueError):
        return False
    return ExtendedKeyUsageOID.TIME_STAMPING in usage


def _signed(token: bytes) -> tuple[bytes, bytes]:
    """The signed data from its content on, and what follows it."""
    body, rest = der.want(token, der.SEQUENCE)
    kind, body = der.want(body, der.OID)
    if kind != _SIGNED_DATA:
        raise der.DerError("the reply holds no time stamp")
    signed, _ = der.want(der.want(body, der.FIRST)[0], der.SEQUENCE)
    _, signed = der.want(signed, der.INTEGER)
    _, signed = der.want(signed, der.SET)
    return signed, rest


def _inner(content: bytes) -> bytes:
    """The bytes of the stamp, which are what is signed."""
    kind, content = der.want(content, der.OID)
    if kind != _TST_INFO:
        raise der.DerError("the reply holds no time stamp")
    return der.want(der.want(content, der.FIRST)[0], der.OCTETS)[0]


def _digest_of(attributes: bytes) -> bytes:
    for tag, one in der.parts(attributes):
        if tag != der.SEQUENCE:
            break
        kind, values = der.want(one, der.OID)
        if kind == _MESSAGE_DIGEST:
            return der.want(der.want(values, der.SET)[0], der.OCTETS)[0]
    raise der.DerError("the stamp does not say what it is a signature of")


def _verifies(certificate: Certificate, signature: bytes, signed: bytes, kind: hashes.HashAlgorithm) -> bool:
    try:
        key = certificate.public_key()
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, signed, padding.PKCS1v15(), kind)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, signed, ec.ECDSA(kind))
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True


def _certificate(data: bytes) -> Certificate:
    try:
        return load_der_x509_certificate(data)
    except ValueError as error:
        raise der.DerError("a certificate in the stamp cannot be read") from error


def _time(written: bytes) -> datetime:
    match = _TIME.fullmatch(written)
    if match is None:
        raise der.DerError(f"{written[:40]!r} is not a time in UTC")
    parts = [int(match[n]) for n in range(1, 7)]
    try:
        return datetime(*parts, int((match[7] or b"").ljust(6, b"0") or 0), tzinfo=UTC)  # type: ignore[misc, arg-type]
    except ValueError as error:
        raise der.DerError(f"{written[:40]!r} is not a time") from error
