"""The seal of a school: put with its own certificate, checked by pyHanko's validator."""

import hashlib
import io
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from cases.documents.pades import seal
from convivencia.exceptions import DomainError
from schools.files import read_file
from schools.tenancy.context import school_context
from tests.cases.documents.samples import SAMPLES
from tests.cases.documents.test_views import issue

pytestmark = pytest.mark.django_db
AT = datetime.now(UTC).replace(microsecond=0)  # a certificate is of its real day
PASSWORD = b"una clave de prueba"
RBD = int(SAMPLES["D-16"].letterhead.rbd.split("-")[0])


def certificate(until: datetime) -> tuple[bytes, x509.Certificate]:
    """Return a throw-away certificate, signed by itself, with its key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Colegio de prueba")])
    usage = {
        "digital_signature": True, "content_commitment": True, "key_encipherment": False,
        "data_encipherment": False, "key_agreement": False, "key_cert_sign": False,
        "crl_sign": False, "encipher_only": False, "decipher_only": False,
    }  # fmt: skip
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(until)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(key, SHA256())
    )
    kept = pkcs12.serialize_key_and_certificates(
        b"sello", key, built, None, BestAvailableEncryption(PASSWORD)
    )
    return kept, built


@pytest.fixture
def own(tmp_path, settings, scene):
    """The certificate of the school, in the folder that the setting names."""
    kept, built = certificate(AT + timedelta(days=200))
    (tmp_path / f"{RBD}.p12").write_bytes(kept)
    (tmp_path / f"{RBD}.txt").write_bytes(PASSWORD + b"\n")
    settings.DOCUMENT_SEAL = "cases.documents.pades.seal"
    settings.SEAL_CERTIFICATES = str(tmp_path)
    return built


def verdict(pdf: bytes, built: x509.Certificate):
    """Return what pyHanko says of the only seal of the PDF."""
    root = asn1_x509.Certificate.load(built.public_bytes(Encoding.DER))
    context = ValidationContext(trust_roots=[root], allow_fetching=False)
    (found,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return validate_pdf_signature(found, context)


def paper_of(scene) -> tuple[object, bytes]:
    paper = issue(scene)
    with school_context(scene.school):
        return paper, read_file(paper.file_id)[1]


def test_the_paper_leaves_sealed_and_its_hash_is_that_of_the_sealed_file(scene, own):
    paper, pdf = paper_of(scene)

    status = verdict(pdf, own)
    assert status.bottom_line
    (found,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    assert found.docmdp_level is MDPPerm.NO_CHANGES
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert status.signing_cert.subject.native["common_name"] == "Colegio de prueba"
    assert hashlib.sha256(pdf).hexdigest() == paper.sha256
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked  # still tagged
        assert opened.Root.AcroForm.Fields[0].V.SubFilter == "/ETSI.CAdES.detached"


def test_a_page_that_changed_after_the_seal_fails(scene, own):
    _, pdf = paper_of(scene)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Rotate"] = NumberObject(90)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)

    status = verdict(out.getvalue(), own)
    assert not status.bottom_line  # the seal allows no change
    assert status.intact  # what was sealed is still there, under the change


def test_one_byte_that_changed_fails(scene, own):
    _, pdf = paper_of(scene)
    at = pdf.index(b"stream") + 40
    wrong = pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]

    assert not verdict(wrong, own).intact


def test_a_school_without_a_certificate_issues_unsealed(scene, own, settings, tmp_path):
    settings.SEAL_CERTIFICATES = str(tmp_path / "otra")
    _, pdf = paper_of(scene)

    assert list(PdfFileReader(io.BytesIO(pdf)).embedded_signatures) == []


def test_the_seal_of_one_certificate_is_not_that_of_another(scene, own):
    _, pdf = paper_of(scene)
    _, other = certificate(AT + timedelta(days=200))  # of the same name, with another key

    assert verdict(pdf, own).trusted
    assert not verdict(pdf, other).trusted
    assert not verdict(pdf, other).bottom_line


def test_no_school_seals_with_the_certificate_of_another(own):
    assert seal(b"%PDF-1.7", rbd=str(RBD + 1), at=AT) == b"%PDF-1.7"


def test_with_the_setting_off_nothing_is_sealed(scene, own, settings):
    settings.DOCUMENT_SEAL = ""
    paper, pdf = paper_of(scene)

    assert list(PdfFileReader(io.BytesIO(pdf)).embedded_signatures) == []
    assert hashlib.sha256(pdf).hexdigest() == paper.sha256


def test_a_wrong_password_or_an_ended_certificate_issues_nothing(scene, own, tmp_path):
    (tmp_path / f"{RBD}.txt").write_bytes(b"otra")
    with pytest.raises(DomainError, match="certificado"):
        issue(scene)

    kept, _ = certificate(AT - timedelta(days=1))
    (tmp_path / f"{RBD}.txt").write_bytes(PASSWORD)
    (tmp_path / f"{RBD}.p12").write_bytes(kept)
    with pytest.raises(ValueError, match="no está vigente"):
        seal(b"%PDF", rbd=str(RBD), at=AT)


def test_no_certificate_is_in_the_repository(settings):
    found = [p for suffix in ("p12", "pfx") for p in settings.BASE_DIR.glob(f"*/**/*.{suffix}")]
    assert [p for p in found if "node_modules" not in p.parts and ".venv" not in p.parts] == []
