"""Signatures of texts and of PDF files (PAdES baseline B-B; B-T where a time-stamping service is named).

A signature of a text is one line: the method, the SHA-256 of the certificate, and the signature in base64, as
``openssl dgst -sha256 -verify`` takes it (ECDSA and RSA; Ed25519 signs the text itself).
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from kenri.seals import certificates
from kenri.seals.certificates import DER, Holder, KeyFiles, PrivateKey, Sealed
from kenri.vocab.problems import Problem

FIELD = fields.SigFieldSpec("Kenri", readable_field_name="電子署名 / Digital signature")
"""The field of the signature in a PDF file, with what screen readers say of it. It shows nothing."""


class PdfCheck(msgspec.Struct, frozen=True):
    """What a PDF file's signature shows.

    ``intact``: signed, and not one byte was changed or added since. ``known``: by a certificate of this
    installation. ``at`` is the moment that the signer, or the time-stamping service (``stamped``), claims.
    """

    state: Literal["intact", "altered", "unsigned", "unreadable"]
    holder: Holder | None = None
    at: dt.datetime | None = None
    stamped: bool = False
    reason: str = ""
    known: bool = False


class Signer:
    """Signs for an installation."""

    def __init__(
        self, sealed: Sealed, known: Iterable[x509.Certificate] = (), *, timestamps_from: str = ""
    ) -> None:
        """Of a key; ``known`` are further certificates to be trusted, ``timestamps_from`` an RFC 3161 URL."""
        self._sealed = sealed
        self.certificates = (sealed.certificate, *(one for one in known if one != sealed.certificate))
        self.holder = certificates.holder(sealed.certificate)
        self._stamper = timestamps.HTTPTimeStamper(timestamps_from) if timestamps_from else None

    def sign_text(self, data: bytes) -> str:
        """The signature of some bytes, as one line."""
        method, signed = _signed(self._sealed.key, data)
        return f"{method} {self.holder.fingerprint} {base64.b64encode(signed).decode()}"

    def verify_text(self, data: bytes, signature: str) -> Holder:
        """Who signed; raises what the function ``verify_text`` raises."""
        return verify_text(data, signature, self.certificates)

    def sign_pdf(self, data: bytes, reason: str, at: dt.datetime) -> bytes:
        """The PDF file with a signature that says why and when.

        Raises ``Problem``: ``pdf_not_signed`` where it is no PDF file, ``no_timestamp`` where the service for
        time stamps does not answer.
        """
        meta = signers.PdfSignatureMetadata(
            field_name=FIELD.sig_field_name,
            # RFC 8419: Ed25519 goes with SHA-512.
            md_algorithm="sha512" if isinstance(self._sealed.key, ed25519.Ed25519PrivateKey) else "sha256",
            reason=reason,
            name=self.holder.name,
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        )
        out = io.BytesIO()
        try:
            pdf_signer = _TimedSigner(
                meta, self._cms_signer(), timestamper=self._stamper, new_field_spec=FIELD, at=at
            )
            # What is added begins on a line of its own, as PDF/A asks (ISO 19005-3, 6.1.9).
            whole = data if data.endswith(b"\n") else data + b"\n"
            pdf_signer.sign_pdf(_Adding(io.BytesIO(whole)), output=out)
        except timestamps.TimestampRequestError as error:
            raise Problem("no_timestamp", error=str(error)) from error
        except Exception as error:  # pyHanko raises many kinds for files that are broken in many ways
            raise Problem("pdf_not_signed", error=str(error) or type(error).__name__) from error
        return out.getvalue()

    def check_pdf(self, data: bytes) -> PdfCheck:
        """What the signature of a PDF file shows; ``known`` where it is one of this installation."""
        return check_pdf(data, self.certificates)

    def _cms_signer(self) -> signers.SimpleSigner:
        secret = self._sealed.key.private_bytes(
            DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple(_asn1(one) for one in self._sealed.chain)
        return signers.SimpleSigner(
            _asn1(self._sealed.certificate),
            load_private_key_from_pemder_data(secret, None),
            cert_registry=store,
        )


class _Adding(IncrementalPdfFileWriter):
    """Adds to a file and leaves what it says of itself as it is: the marks of an archivable, accessible file,
    its version (PDF/A-3 and PDF/UA-1 are of PDF 1.7), and its dates, for which pyHanko would otherwise ask
    the machine's clock."""

    def _update_meta(self) -> None:
        pass

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        pass


class _TimedSigner(signers.PdfSigner):
    """Writes the moment that it is told instead of the machine's."""

    def __init__(self, *args: Any, at: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = at

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._at
        return session


def signer(
    folder: Path, at: dt.datetime, files: KeyFiles | None = None, *, timestamps_from: str = ""
) -> Signer:
    """The signer of an installation: with the key given, else with one made in ``folder`` on first use.

    Its certificate is kept in ``folder/certificates``, by which seals are known later. Raises what
    ``certificates.given`` raises, and ``Problem('seal_unwritable')``.
    """
    try:
        sealed = certificates.given(files) if files else certificates.own(folder, at)
        certificates.keep(folder, sealed.certificate)
    except OSError as error:
        raise Problem("seal_unwritable", str(folder), error=str(error)) from error
    return Signer(sealed, certificates.kept(folder), timestamps_from=timestamps_from)


def verify_text(data: bytes, signature: str, known: Iterable[x509.Certificate]) -> Holder:
    """Who signed these bytes.

    Raises ``Problem``: ``signature_form``, ``signature_unknown`` (none of the known certificates),
    ``signature_wrong`` (the bytes are not those that were signed).
    """
    try:
        _method, print_, coded = signature.split()
        signed = base64.b64decode(coded, validate=True)
    except (ValueError, binascii.Error) as error:
        raise Problem("signature_form") from error
    found = next((one for one in known if certificates.fingerprint(one) == print_), None)
    if found is None:
        raise Problem("signature_unknown", fingerprint=print_)
    try:
        _verify(found.public_key(), signed, data)
    except InvalidSignature as error:
        raise Problem("signature_wrong") from error
    return certificates.holder(found)


def check_pdf(data: bytes, known: Iterable[x509.Certificate] = ()) -> PdfCheck:
    """What the signature of a PDF file shows. Takes any bytes and never raises."""
    try:
        # Files that others made may break the rules of PDF and still be read by every viewer.
        signatures = PdfFileReader(io.BytesIO(data), strict=False).embedded_regular_signatures
    except Exception:
        return PdfCheck("unreadable")
    if not signatures:
        return PdfCheck("unsigned")
    embedded = signatures[-1]
    try:
        certificate = embedded.signer_cert
        trust = ValidationContext(trust_roots=[certificate], allow_fetching=False)
        status = validate_pdf_signature(
            embedded, trust, key_usage_settings=KeyUsageConstraints(key_usage=set()), skip_diff=True
        )
        stamp = status.timestamp_validity
        stamped = bool(stamp and stamp.valid and stamp.intact)
        whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE and _nothing_behind(
            embedded.pkcs7_content
        )
        prints = {certificates.fingerprint(one) for one in known}
        signed_by = certificates.holder(x509.load_der_x509_certificate(certificate.dump()))
        return PdfCheck(
            "intact" if status.intact and status.valid and whole else "altered",
            signed_by,
            stamp.timestamp if stamp and stamped else embedded.self_reported_timestamp,
            stamped,
            str(embedded.sig_object.get("/Reason", "")),
            signed_by.fingerprint in prints,
        )
    except Exception:  # a signature that cannot even be read is not the one that was put there
        return PdfCheck("altered")


def _nothing_behind(content: bytes) -> bool:
    """The space kept for the signature is the only one that it does not cover: the rest of it is zeros."""
    # DER: a byte of kind, then the length, itself of as many bytes as the low bits of its first byte say.
    digits = content[1] & 0x7F if content[1] & 0x80 else 0
    length = int.from_bytes(content[2 : 2 + digits], "big") if digits else content[1]
    return not content[2 + digits + length :].strip(b"\0")


def _signed(key: PrivateKey, data: bytes) -> tuple[str, bytes]:
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return "ecdsa-sha256", key.sign(data, ec.ECDSA(hashes.SHA256()))
    if isinstance(key, rsa.RSAPrivateKey):
        return "rsa-sha256", key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    return "ed25519", key.sign(data)


def _verify(key: Any, signed: bytes, data: bytes) -> None:
    """Raises InvalidSignature; the method follows from the kind of key, not from what the line claims."""
    if isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signed, data, ec.ECDSA(hashes.SHA256()))
    elif isinstance(key, rsa.RSAPublicKey):
        key.verify(signed, data, padding.PKCS1v15(), hashes.SHA256())
    elif isinstance(key, ed25519.Ed25519PublicKey):
        key.verify(signed, data)
    else:
        raise InvalidSignature


def _asn1(certificate: x509.Certificate) -> Any:
    return next(iter(load_certs_from_pemder_data(certificate.public_bytes(DER))))
