"""`python -m schools.uploads.cleaning TYPE`: the file by stdin, its clean copy by stdout."""

import resource
import sys

MEGA = 1024 * 1024
LIMITS = {
    resource.RLIMIT_AS: 900 * MEGA,
    resource.RLIMIT_CPU: 10,  # seconds
    resource.RLIMIT_FSIZE: 100 * MEGA,
    resource.RLIMIT_NOFILE: 32,
    resource.RLIMIT_CORE: 0,
}
REFUSED, CRASHED = 3, 4


def main(mime: str) -> int:
    for limit, value in LIMITS.items():
        resource.setrlimit(limit, (value, value))
    from schools.uploads.cleaning.refusal import DAMAGED, RefusedError  # noqa: PLC0415 -- bound

    content = sys.stdin.buffer.read()
    try:
        copy = _clean(mime, content)
    except RefusedError as error:
        sys.stderr.write(str(error))
        return REFUSED
    except MemoryError:
        return CRASHED
    except Exception:  # noqa: BLE001 -- a parser of somebody else's bytes may raise anything
        sys.stderr.write(DAMAGED)
        return REFUSED
    sys.stdout.buffer.write(copy)
    return 0


def _clean(mime: str, content: bytes) -> bytes:
    """Load only the parser that is needed, once the limits hold."""
    if mime.startswith("image/"):
        from schools.uploads.cleaning.pictures import clean_picture as clean  # noqa: PLC0415
    elif mime == "application/pdf":
        from schools.uploads.cleaning.pdfs import clean_pdf as clean  # noqa: PLC0415
    else:
        from schools.uploads.cleaning.words import clean_docx as clean  # noqa: PLC0415
    return clean(content)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
