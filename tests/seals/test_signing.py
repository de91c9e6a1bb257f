"""Signatures: made with each kind of key, checked here and by programs that know nothing of Kenri."""

from __future__ import annotations

import base64
import datetime as dt
import shutil
import stat
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import typst
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper

from kenri.seals import certificates
from kenri.seals.certificates import KeyFiles
from kenri.seals.signing import Signer, check_pdf, signer, verify_text
from kenri.vocab.problems import Problem

AT = dt.datetime(2026, 4, 20, 10, 30, tzinfo=dt.timezone(dt.timedelta(hours=9)))
TEXT = "裁定をした。".encode()


@pytest.fixture(scope="module")
def pdf() -> bytes:
    made = typst.compile(b"= Decision\nText", format="pdf", pdf_standards=["a-2b"])
    assert isinstance(made, bytes)
    return made


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return signer(tmp_path_factory.mktemp("seal"), AT)


def certificate_of(key: Any, name: str, issuer: str = "", issuer_key: Any = None) -> x509.Certificate:
    def named(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    signing = issuer_key or key
    return (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named(issuer or name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(AT - dt.timedelta(days=1))
        .not_valid_after(AT + dt.timedelta(days=900))
        .sign(signing, None if isinstance(signing, ed25519.Ed25519PrivateKey) else hashes.SHA256())
    )


def files_of(folder: Path, key: Any, certificate: x509.Certificate) -> KeyFiles:
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"geheim"),
    )
    (folder / "key.pem").write_bytes(secret)
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return KeyFiles(folder / "key.pem", folder / "certificate.pem", "geheim")


KEYS = {
    "elliptic curve": lambda: ec.generate_private_key(ec.SECP384R1()),
    "ed25519": ed25519.Ed25519PrivateKey.generate,
    "rsa": lambda: rsa.generate_private_key(65537, 2048),
}


@pytest.mark.parametrize("kind", KEYS)
def test_every_kind_of_key_signs_texts_and_files(kind: str, tmp_path: Path, pdf: bytes) -> None:
    key = KEYS[kind]()
    seal = signer(tmp_path / "seal", AT, files_of(tmp_path, key, certificate_of(key, "文化庁")))
    line = seal.sign_text(TEXT)
    assert seal.verify_text(TEXT, line).name == "文化庁"
    with pytest.raises(Problem) as caught:
        seal.verify_text(TEXT + b" ", line)
    assert caught.value.code == "signature_wrong"
    check = seal.check_pdf(seal.sign_pdf(pdf, "裁定", AT))
    assert check.holder is not None
    assert (check.state, check.known, check.holder.name, check.reason) == ("intact", True, "文化庁", "裁定")
    assert check.at == AT


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        seals = list(pool.map(lambda _: signer(tmp_path / "home/seal", AT), range(8)))
    assert len({seal.holder.fingerprint for seal in seals}) == 1
    secret = tmp_path / "home/seal/seal.pem"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert stat.S_IMODE(secret.parent.stat().st_mode) == 0o700
    assert [file.name for file in secret.parent.iterdir() if file.is_file()] == ["seal.pem"]
    holder = seals[0].holder
    assert (holder.name, holder.self_signed) == ("kenri seal", True)


def test_old_seals_stay_known_after_a_change_of_key(tmp_path: Path, pdf: bytes) -> None:
    old = signer(tmp_path / "seal", AT)
    line, signed = old.sign_text(TEXT), old.sign_pdf(pdf, "", AT)
    key = KEYS["elliptic curve"]()
    new = signer(tmp_path / "seal", AT, files_of(tmp_path, key, certificate_of(key, "new")))
    assert new.holder.name == "new"
    assert new.verify_text(TEXT, line).name == "kenri seal"
    assert new.check_pdf(signed).known
    stranger = signer(tmp_path / "other", AT)
    assert not stranger.check_pdf(signed).known
    with pytest.raises(Problem) as caught:
        stranger.verify_text(TEXT, line)
    assert caught.value.code == "signature_unknown"


def test_pkcs12_with_the_authority_that_issued_it(tmp_path: Path, pdf: bytes) -> None:
    authority_key, key = KEYS["elliptic curve"](), KEYS["rsa"]()
    authority = certificate_of(authority_key, "authority")
    certificate = certificate_of(key, "office", "authority", authority_key)
    file = tmp_path / "office.p12"
    file.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"office", key, certificate, [authority], serialization.BestAvailableEncryption(b"pass")
        )
    )
    seal = signer(tmp_path / "seal", AT, KeyFiles(file, password="pass"))
    assert (seal.holder.name, seal.holder.self_signed) == ("office", False)
    assert seal.check_pdf(seal.sign_pdf(pdf, "", AT)).state == "intact"
    with pytest.raises(Problem) as caught:
        signer(tmp_path / "seal", AT, KeyFiles(file, password="wrong"))
    assert caught.value.code == "seal_unreadable"


def test_a_key_with_the_certificate_of_another_is_refused(tmp_path: Path) -> None:
    key, other = KEYS["elliptic curve"](), KEYS["elliptic curve"]()
    with pytest.raises(Problem) as caught:
        signer(tmp_path / "seal", AT, files_of(tmp_path, key, certificate_of(other, "other")))
    assert caught.value.code == "seal_mismatch"
    with pytest.raises(Problem) as caught:
        signer(tmp_path / "seal", AT, KeyFiles(tmp_path / "nothing.pem"))
    assert caught.value.code == "seal_unreadable"


@pytest.mark.parametrize("line", ["", "ecdsa-sha256", "ecdsa-sha256 aa !!!", "a b c d"])
def test_what_is_no_signature(line: str, own: Signer) -> None:
    with pytest.raises(Problem) as caught:
        verify_text(TEXT, line, own.certificates)
    assert caught.value.code == "signature_form"


def test_what_a_signature_adds_begins_on_a_line_of_its_own(own: Signer, pdf: bytes) -> None:
    """ISO 19005-3, 6.1.9: without it no signed file would be PDF/A any more."""
    for told in (pdf.rstrip(b"\n"), pdf.rstrip(b"\n") + b"\n"):
        first, _, added = own.sign_pdf(told, "", AT).partition(b"%%EOF")
        assert first
        assert added.startswith(b"\n")
        assert b"/Version" not in added, "PDF/A-3 is of PDF 1.7, whatever the signature could use"


def test_a_changed_file_is_altered_wherever_it_was_changed(own: Signer, pdf: bytes) -> None:
    signed = own.sign_pdf(pdf, "reason", AT)
    assert check_pdf(pdf).state == "unsigned"
    for place in range(700, len(signed) - 700, len(signed) // 24):
        changed = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
        assert check_pdf(changed, own.certificates).state != "intact", place
    assert check_pdf(signed + b"\n% more", own.certificates).state == "altered"
    again = own.sign_pdf(pdf, "other", AT)
    assert check_pdf(again).state == "intact"


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"no pdf at all", b"\x00" * 4096, b"%PDF-1.4\nxref\ntrailer<<>>"]
)
def test_any_bytes_can_be_checked(data: bytes) -> None:
    assert check_pdf(data).state in ("unreadable", "unsigned")


def test_what_is_no_pdf_is_not_signed(own: Signer) -> None:
    with pytest.raises(Problem) as caught:
        own.sign_pdf(b"no pdf", "", AT)
    assert caught.value.code == "pdf_not_signed"


def test_a_time_stamping_service_that_is_away_is_told(tmp_path: Path, pdf: bytes) -> None:
    seal = signer(tmp_path, AT, timestamps_from="http://127.0.0.1:9/")
    with pytest.raises(Problem) as caught:
        seal.sign_pdf(pdf, "", AT)
    assert caught.value.code == "no_timestamp"


def test_openssl_agrees(own: Signer, pdf: bytes, tmp_path: Path) -> None:
    """The text by ``openssl dgst``, the file by ``openssl cms`` over the bytes that the signature covers."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    certificate = tmp_path / "certificate.pem"
    certificate.write_bytes(own.certificates[0].public_bytes(serialization.Encoding.PEM))
    public = tmp_path / "public.pem"
    public.write_bytes(
        own.certificates[0]
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    (tmp_path / "text").write_bytes(TEXT)
    (tmp_path / "text.sig").write_bytes(base64.b64decode(own.sign_text(TEXT).split()[2]))
    dgst = ["openssl", "dgst", "-sha256", "-verify", str(public), "-signature", str(tmp_path / "text.sig")]
    assert subprocess.run([*dgst, str(tmp_path / "text")], capture_output=True).returncode == 0

    signed = own.sign_pdf(pdf, "reason", AT)
    (tmp_path / "signed.pdf").write_bytes(signed)
    with (tmp_path / "signed.pdf").open("rb") as file:
        embedded = PdfFileReader(file).embedded_regular_signatures[0]
        numbers = [int(one) for one in embedded.byte_range]
        (tmp_path / "cms.der").write_bytes(embedded.pkcs7_content)
    covered = b"".join(signed[start : start + length] for start, length in (numbers[:2], numbers[2:]))
    cms = ["openssl", "cms", "-verify", "-inform", "DER", "-in", str(tmp_path / "cms.der"), "-binary"]
    cms += [
        "-CAfile",
        str(certificate),
        "-partial_chain",
        "-purpose",
        "any",
        "-no_check_time",
        "-out",
        "/dev/null",
    ]
    for content, agreed in ((covered, True), (covered.replace(b"%PDF", b"%pdf"), False)):
        (tmp_path / "content").write_bytes(content)
        told = subprocess.run([*cms, "-content", str(tmp_path / "content")], capture_output=True, text=True)
        assert (told.returncode == 0) is agreed, told.stderr


def test_poppler_agrees(own: Signer, pdf: bytes, tmp_path: Path) -> None:
    if shutil.which("pdfsig") is None:
        pytest.skip("needs pdfsig of poppler")
    file = tmp_path / "signed.pdf"
    signed = own.sign_pdf(pdf, "reason", AT)
    file.write_bytes(signed)
    told = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True).stdout
    assert "Signature is Valid." in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told
    file.write_bytes(signed[:12] + bytes([signed[12] ^ 1]) + signed[13:])
    assert (
        "Signature is Valid."
        not in subprocess.run(["pdfsig", str(file)], capture_output=True, text=True).stdout
    )


def test_the_fingerprint_is_that_of_openssl(own: Signer, tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    file = tmp_path / "certificate.pem"
    file.write_bytes(own.certificates[0].public_bytes(serialization.Encoding.PEM))
    told = subprocess.run(
        ["openssl", "x509", "-in", str(file), "-noout", "-fingerprint", "-sha256"],
        capture_output=True,
        text=True,
    ).stdout
    assert told.strip().partition("=")[2].replace(":", "").lower() == certificates.fingerprint(
        own.certificates[0]
    )


def test_a_time_stamp_of_a_service_is_told(tmp_path: Path, pdf: bytes) -> None:
    """A service of RFC 3161 on this machine, asked over HTTP."""
    key = rsa.generate_private_key(65537, 2048)
    stamping = _stamping_certificate(key)
    service = DummyTimeStamper(
        next(iter(load_certs_from_pemder_data(stamping.public_bytes(serialization.Encoding.DER)))),
        load_private_key_from_pemder_data(
            key.private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ),
            None,
        ),
        fixed_dt=AT + dt.timedelta(seconds=5),
    )

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            told = service.request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        seal = signer(tmp_path, AT, timestamps_from=f"http://127.0.0.1:{server.server_address[1]}/")
        signed = seal.sign_pdf(pdf, "reason", AT)
        server.shutdown()
    check = seal.check_pdf(signed)
    assert (check.state, check.stamped, check.at) == ("intact", True, AT + dt.timedelta(seconds=5))


def _stamping_certificate(key: rsa.RSAPrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "time")])
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(AT - dt.timedelta(days=1))
        .not_valid_after(AT + dt.timedelta(days=900))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
