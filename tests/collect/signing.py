"""Signatures of a WACZ as tools make them, with keys, certificates and an authority of the tests' own; all staged."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from recoupe.model import der

NOW = datetime.now(UTC).replace(microsecond=0)


def anonymous(digest: str) -> dict[str, str]:
    """As ArchiveWeb.page signs: P-384, the signature as browsers write it."""
    key = ec.generate_private_key(ec.SECP384R1())
    r, s = decode_dss_signature(key.sign(digest.encode(), ec.ECDSA(hashes.SHA256())))
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return {
        "hash": digest, "created": stamp(NOW), "software": "staged",
        "signature": b64(r.to_bytes(48, "big") + s.to_bytes(48, "big")), "publicKey": b64(spki),
    }  # fmt: skip


class Domain:
    """A certificate for a domain under a root, and an authority that stamps under a root of its own."""

    def __init__(self, domain: str = "observer.example", *, stamps: bool = True) -> None:
        self.domain = domain
        self.key = ec.generate_private_key(ec.SECP256R1())
        root = ec.generate_private_key(ec.SECP256R1())
        self.root = certificate("Staged root", root.public_key(), root, "Staged root", ca=True)
        self.chain = (certificate(domain, self.key.public_key(), root, "Staged root", names=[domain]), self.root)
        self.tsa_key = rsa.generate_private_key(65537, 2048)
        tsa_root = ec.generate_private_key(ec.SECP256R1())
        self.tsa_chain = (
            certificate("Staged authority", self.tsa_key.public_key(), tsa_root, "Staged TSA root", stamps=stamps),
            certificate("Staged TSA root", tsa_root.public_key(), tsa_root, "Staged TSA root", ca=True),
        )

    def sign(self, digest: str, *, at: datetime = NOW, created: datetime = NOW) -> dict[str, Any]:
        """As authsign signs."""
        signature = b64(self.key.sign(digest.encode(), ec.ECDSA(hashes.SHA256())))
        return {
            "hash": digest, "created": stamp(created), "software": "staged", "signature": signature,
            "domain": self.domain, "domainCert": pem(self.chain),
            "timeSignature": b64(self.reply(hashlib.sha256(signature.encode()).digest(), at)),
            "timestampCert": pem(self.tsa_chain),
        }  # fmt: skip

    def reply(self, imprint: bytes, at: datetime) -> bytes:
        """A reply of the authority (RFC 3161), signed over its attributes (RFC 5652, section 5.4)."""

        def seq(*parts: bytes) -> bytes:
            return der.write(der.SEQUENCE, *parts)

        def oid(hexed: str) -> bytes:
            return der.write(der.OID, bytes.fromhex(hexed))

        sha256 = seq(oid("608648016503040201"), der.write(der.NULL))
        info = seq(
            der.write_integer(1), oid("2a0304"), seq(sha256, der.write(der.OCTETS, imprint)), der.write_integer(7),
            der.write(der.TIME, at.strftime("%Y%m%d%H%M%SZ").encode()),
        )  # fmt: skip
        digest = der.write(der.OCTETS, hashlib.sha256(info).digest())
        attributes = seq(oid("2a864886f70d010904"), der.write(der.SET, digest))
        signature = self.tsa_key.sign(der.write(der.SET, attributes), padding.PKCS1v15(), hashes.SHA256())
        sid = seq(seq(), der.write_integer(1))
        signer = seq(
            der.write_integer(1), sid, sha256, der.write(der.FIRST, attributes),
            seq(oid("2a864886f70d010101"), der.write(der.NULL)), der.write(der.OCTETS, signature),
        )  # fmt: skip
        content = seq(oid("2a864886f70d0109100104"), der.write(der.FIRST, der.write(der.OCTETS, info)))
        signed = seq(der.write_integer(3), der.write(der.SET, sha256), content, der.write(der.SET, signer))
        token = seq(oid("2a864886f70d010702"), der.write(der.FIRST, signed))
        return seq(seq(der.write_integer(0)), token)


def certificate(
    name: str, key: Any, issuer: ec.EllipticCurvePrivateKey, issuer_name: str, *, ca: bool = False,
    names: list[str] | None = None, stamps: bool = False,
) -> x509.Certificate:  # fmt: skip
    """A certificate, good for a month around now."""
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer_name)]))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=15))
        .not_valid_after(NOW + timedelta(days=15))
        .add_extension(x509.BasicConstraints(ca, None), critical=True)
    )
    if names:
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(one) for one in names]), critical=False)
    if stamps:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return made.sign(issuer, hashes.SHA256())


def pem(chain: tuple[x509.Certificate, ...]) -> str:
    """A chain as text."""
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in chain)


def b64(data: bytes) -> str:
    """Base64 as text."""
    return base64.b64encode(data).decode()


def stamp(at: datetime) -> str:
    """As tools write times."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
