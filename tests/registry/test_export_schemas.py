"""The exports before validators of others: rdflib and SHACL for ODRL, a JSON Schema for TDMRep, C2PA's own library.

No SHACL shapes of ODRL 2.2 and no JSON Schema of TDMRep are published by their makers. So the vocabulary is the
one that rdflib carries (generated from W3C's ODRL22.ttl), and shapes and schema below say what the texts of
the two specifications require. The CAWG assertion is signed into a picture and read back by the reference library.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import struct
import zlib

import c2pa
import jsonschema
import pyshacl
import pytest
import rdflib
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from rdflib.namespace import ODRL2

from kenri.registry import exports
from kenri.registry.declared import ANSWERS, Standing, Terms
from kenri.registry.exports import Places
from kenri.registry.purposes import purposes
from kenri.registry.queries import Registered
from kenri.registry.registration import Registration

# What the validators themselves use of their libraries.
pytestmark = pytest.mark.filterwarnings(
    "ignore:(ConjunctiveGraph|Dataset)", "ignore::DeprecationWarning:rdflib"
)
PLACES = Places("https://kenri.example/registrations/k", "https://kenri.example/registrations/k/odrl.json")
TERMS = Terms(True, "© ハル", "5%", "JP", dt.date(2030, 3, 31), "紙", True, True)
ODRL = "http://www.w3.org/ns/odrl/2/"
RULES = ("permission", "prohibition", "obligation", "duty")
# ODRL Vocabulary 2.2, section 3.1: which keys of the JSON-LD form lead to things, and which to words.
THINGS = dict.fromkeys(("uid", "target", "assigner", "assignee"), "@id")
WORDS = dict.fromkeys(("action", "leftOperand", "operator", "conflict"), "@vocab")
CONTEXT = {
    "@vocab": ODRL,
    "odrl": ODRL,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{key: {"@id": f"odrl:{key}", "@type": kind} for key, kind in {**THINGS, **WORDS}.items()},
    **{key: {"@id": f"odrl:{key}", "@type": "@id"} for key in (*RULES, "constraint")},
}
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix o: <http://www.w3.org/ns/odrl/2/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
# Information Model 2.1: one uid; at least one rule. 2.1.2: an Offer has one assigner.
[] a sh:NodeShape ; sh:targetClass o:Offer ;
  sh:property [ sh:path o:uid ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path o:assigner ; sh:minCount 1 ; sh:maxCount 1 ] ;
  sh:property [ sh:path o:conflict ; sh:maxCount 1 ; sh:in ( o:perm o:prohibit o:invalid ) ] ;
  sh:property [ sh:path [ sh:alternativePath ( o:permission o:prohibition o:obligation ) ] ; sh:minCount 1 ] .
# 2.6.1, 2.6.2: a permission and a prohibition have one target and one action.
[] a sh:NodeShape ; sh:targetObjectsOf o:permission , o:prohibition ;
  sh:property [ sh:path o:target ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path o:action ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] .
# 2.6.2: a prohibition has no duty of its own; 2.6.3: a duty has one action.
[] a sh:NodeShape ; sh:targetObjectsOf o:prohibition ; sh:property [ sh:path o:duty ; sh:maxCount 0 ] .
[] a sh:NodeShape ; sh:targetObjectsOf o:duty ; sh:property [ sh:path o:action ; sh:minCount 1 ; sh:maxCount 1 ] .
# 2.5.1: a constraint has one left operand, one operator, and a right operand.
[] a sh:NodeShape ; sh:targetObjectsOf o:constraint ;
  sh:property [ sh:path o:leftOperand ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path o:operator ; sh:minCount 1 ; sh:maxCount 1 ; sh:in (
    o:eq o:gt o:gteq o:lt o:lteq o:neq o:isA o:hasPart o:isPartOf o:isAllOf o:isAnyOf o:isNoneOf ) ] ;
  sh:property [ sh:path o:rightOperand ; sh:minCount 1 ] .
"""
# TDMRep, section 6: an array of rules; a location and a reservation each; a policy only where something is reserved.
TDMREP = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["location", "tdm-reservation"],
        "additionalProperties": False,
        "properties": {
            "location": {"type": "string", "pattern": "^/"},
            "tdm-reservation": {"enum": [0, 1]},
            "tdm-policy": {"type": "string", "format": "uri", "pattern": "^https?://"},
        },
        "if": {"required": ["tdm-policy"]},
        "then": {"properties": {"tdm-reservation": {"const": 1}}},
    },
}


def registered(answers: dict[str, str], url: str = "https://a.example/works/1?x=%E9%9B%A8") -> Registered:
    day = dt.date(2026, 11, 22)
    standing = {key: Standing(says, TERMS, day, False) for key, says in answers.items()}
    told = Registration(title='雨"音\\', kind="image", url=url, holder="霧野\nハル")
    return Registered("k", 1, "", told, standing)


EVERY = [dict.fromkeys(purposes(), answer) for answer in ANSWERS] + [
    dict(zip(purposes(), list(ANSWERS) * 4, strict=False)),
    {"ai_training": "refuse"},
]


def graph_of(policy: dict) -> rdflib.Graph:
    told = json.loads(json.dumps({**policy, "@context": CONTEXT}))
    return rdflib.Graph().parse(data=json.dumps(told), format="json-ld")


def violations(policy: dict) -> str:
    conforms, _, words = pyshacl.validate(graph_of(policy), shacl_graph=SHAPES, shacl_graph_format="turtle")
    return "" if conforms else words


@pytest.mark.parametrize("answers", EVERY)
def test_odrl(answers):
    policy = exports.odrl(registered(answers), PLACES)
    assert violations(policy) == ""
    graph = graph_of(policy)
    known = {str(getattr(ODRL2, name)) for name in ODRL2.__annotations__ if not name.startswith("_")}
    said = {str(term) for triple in graph for term in triple if str(term).startswith(ODRL)}
    assert said <= known, said - known
    rules = set(graph.objects(None, ODRL2.permission)) | set(graph.objects(None, ODRL2.prohibition))
    assert len(rules) == len(answers)


def test_the_shapes_refuse_what_is_wrong():
    policy = exports.odrl(registered(EVERY[-1]), PLACES)
    for spoilt in (
        {key: value for key, value in policy.items() if key != "assigner"},
        {key: value for key, value in policy.items() if key != "prohibition"},
        {**policy, "prohibition": [{"action": "use"}]},
        {**policy, "conflict": {"@id": "odrl:whatever"}},
    ):
        assert violations(spoilt)


@pytest.mark.parametrize("answers", EVERY)
def test_tdmrep(answers, client):
    found = exports.tdmrep(registered(answers), PLACES)
    jsonschema.validate(found, TDMREP, format_checker=jsonschema.FormatChecker())
    json.dumps(found).encode("ascii")
    if answers.get("text_data_mining"):
        assert found


def test_the_sites_own_tdmrep(client):
    jsonschema.validate(client.get("/.well-known/tdmrep.json").json(), TDMREP)


def test_what_is_no_tdmrep_is_refused():
    for wrong in ({}, [{"location": "x", "tdm-reservation": 1}], [{"location": "/", "tdm-reservation": "1"}]):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, TDMREP)


def picture() -> bytes:
    """A PNG of one point."""

    def piece(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = (piece(b"IHDR", head), piece(b"IDAT", zlib.compress(b"\0\0")), piece(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def chain() -> tuple[bytes, bytes]:
    """A key, and a certificate for it with the one that issued it, as C2PA asks for them."""
    now = dt.datetime.now(dt.UTC)

    def certificate(name: str, key, issuer: str, issuing, *, authority: bool) -> x509.Certificate:
        def called(told: str) -> x509.Name:
            return x509.Name(
                [
                    x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Kenri"),
                    x509.NameAttribute(NameOID.COMMON_NAME, told),
                ]
            )

        made = x509.CertificateBuilder().subject_name(called(name)).issuer_name(called(issuer))
        made = made.public_key(key.public_key()).serial_number(x509.random_serial_number())
        made = made.not_valid_before(now - dt.timedelta(1)).not_valid_after(now + dt.timedelta(9))
        made = made.add_extension(x509.BasicConstraints(authority, None), critical=True)
        usage = dict.fromkeys(
            ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement"), False
        )
        made = made.add_extension(
            x509.KeyUsage(
                digital_signature=not authority, key_cert_sign=authority, crl_sign=authority,
                encipher_only=False, decipher_only=False, **usage,
            ),
            critical=True,
        )  # fmt: skip
        made = made.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuing.public_key()), critical=False
        )
        made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        if not authority:
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
            made = made.add_extension(purpose, critical=False)
        return made.sign(issuing, hashes.SHA256())

    root, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    both = (
        certificate("signer", key, "root", root, authority=False),
        certificate("root", root, "root", root, authority=True),
    )
    told = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return told, b"".join(one.public_bytes(serialization.Encoding.PEM) for one in both)


@pytest.mark.parametrize("answers", EVERY[-2:])
def test_cawg_is_signed_and_read_by_the_reference_library(answers):
    assertion = exports.cawg(registered(answers), PLACES)
    source = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation"
    made = {
        "label": "c2pa.actions.v2",
        "data": {"actions": [{"action": "c2pa.created", "digitalSourceType": source}]},
    }
    manifest = {
        "claim_generator_info": [{"name": "kenri", "version": "1"}],
        "title": "x",
        "format": "image/png",
        "assertions": [made, assertion],
    }
    key, certificates = chain()
    signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo(c2pa.C2paSigningAlg.ES256, certificates, key, None))
    signed = io.BytesIO()
    with c2pa.Builder(json.dumps(manifest)) as builder:
        builder.sign(signer, "image/png", io.BytesIO(picture()), signed)
    signed.seek(0)
    with c2pa.Reader("image/png", signed) as reader:
        report = json.loads(reader.json())
    [read] = [
        one
        for one in report["manifests"][report["active_manifest"]]["assertions"]
        if one["label"] == "cawg.training-mining"
    ]
    assert read["data"] == assertion["data"]
    failed = {one["code"] for one in report.get("validation_status", ())}
    assert failed <= {"signingCredential.untrusted"}, "nobody trusts a certificate made for a test"
    assert {one["use"] for one in read["data"]["entries"].values()} <= {
        "allowed",
        "notAllowed",
        "constrained",
    }
