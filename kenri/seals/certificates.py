"""The key that an installation seals with, and the certificates by which its seals are known.

Without a key of its own an installation makes one (elliptic curve P-256) with a certificate that only the
installation itself vouches for. That shows that nothing was altered since; who stands behind it, only a
certificate of an authority shows, whose files are named instead. Certificates that were once sealed with stay
in the folder, so that old seals keep being known after a change of key.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from kenri.vocab.problems import Problem

NAME = "kenri seal"
"""The name in certificates that an installation makes for itself."""
YEARS = 20
"""How long such a certificate says to be valid."""

PrivateKey = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey

PEM = serialization.Encoding.PEM
DER = serialization.Encoding.DER


class Holder(msgspec.Struct, frozen=True):
    """Whom a certificate names: ``fingerprint`` is its SHA-256, ``self_signed`` that nobody else vouches."""

    name: str
    fingerprint: str
    self_signed: bool
    until: dt.datetime


class KeyFiles(msgspec.Struct, frozen=True):
    """Where a given key is: PEM files, or a PKCS#12 file (``.p12``, ``.pfx``), which holds both."""

    key: Path
    certificate: Path | None = None
    password: str = ""


class Sealed(msgspec.Struct, frozen=True):
    """A private key with its certificate and those that vouch for it."""

    key: PrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()


def holder(certificate: x509.Certificate) -> Holder:
    """Whom a certificate names."""
    names = (
        *certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME),
        *certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME),
    )
    name = str(names[0].value) if names else certificate.subject.rfc4514_string()
    return Holder(
        name,
        fingerprint(certificate),
        certificate.issuer == certificate.subject,
        certificate.not_valid_after_utc,
    )


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate in DER, in hexadecimal."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def own(folder: Path, at: dt.datetime) -> Sealed:
    """The key of this folder, made by its first caller: ``seal.pem``, which only its owner can read."""
    file = folder / "seal.pem"
    if not file.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A link fails where the file exists by now: of several processes that start at once, one makes it.
        with _secret(folder, _made(at)) as draft, contextlib.suppress(FileExistsError):
            os.link(draft, file)
    return given(KeyFiles(file, file))


def given(files: KeyFiles) -> Sealed:
    """The key in these files. Raises ``Problem``: ``seal_unreadable``, ``seal_kind``, ``seal_mismatch``."""
    password = files.password.encode() or None
    try:
        if files.key.suffix.lower() in (".p12", ".pfx"):
            bundle = pkcs12.load_pkcs12(files.key.read_bytes(), password)
            key, first = bundle.key, bundle.cert
            chain = [one.certificate for one in (first, *bundle.additional_certs) if one]
        else:
            key = serialization.load_pem_private_key(files.key.read_bytes(), password)
            chain = x509.load_pem_x509_certificates((files.certificate or files.key).read_bytes())
    except (OSError, ValueError, TypeError) as error:
        raise Problem("seal_unreadable", files.key.name, error=str(error) or type(error).__name__) from error
    if not isinstance(key, PrivateKey):
        raise Problem("seal_kind", files.key.name)
    if not chain or chain[0].public_key() != key.public_key():
        raise Problem("seal_mismatch", files.key.name)
    return Sealed(key, chain[0], tuple(chain[1:]))


def keep(folder: Path, certificate: x509.Certificate) -> None:
    """Remember a certificate that is sealed with."""
    file = folder / "certificates" / f"{fingerprint(certificate)}.pem"
    if not file.exists():
        file.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        draft = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        draft.write_bytes(certificate.public_bytes(PEM))
        draft.replace(file)


def kept(folder: Path) -> tuple[x509.Certificate, ...]:
    """All certificates that were ever sealed with here, or that somebody put there to be known."""
    files = sorted((folder / "certificates").glob("*.pem"))
    return tuple(one for file in files for one in x509.load_pem_x509_certificates(file.read_bytes()))


def _made(at: dt.datetime) -> bytes:
    """A new key with a certificate that it signed itself, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    # Clocks differ, and a rehearsal may stand in the past: valid from the start of the year before.
    start = dt.datetime(at.year - 1, 1, 1, tzinfo=dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start.replace(year=start.year + YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return secret + certificate.public_bytes(PEM)


@contextlib.contextmanager
def _secret(folder: Path, data: bytes) -> Iterator[Path]:
    """A file that only its owner may read (0600, which is how ``mkstemp`` makes it), removed afterwards."""
    number, name = tempfile.mkstemp(prefix=".seal-", dir=folder)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
        yield Path(name)
    finally:
        Path(name).unlink()
