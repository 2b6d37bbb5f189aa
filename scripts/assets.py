"""Copy the front-end files that the pages use from node_modules into static/vendor.

The names are kept, source maps included: hashed static files follow the references inside.
"""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENDOR = ROOT / "static" / "vendor"
FILES = {
    "bootstrap": ("bootstrap/dist", ("css/bootstrap.min.css", "js/bootstrap.bundle.min.js")),
    "htmx": ("htmx.org/dist", ("htmx.min.js",)),
    "signature_pad": ("signature_pad/dist", ("signature_pad.umd.min.js",)),
}


def main() -> None:
    """Fill static/vendor; a file that a package no longer has is an error."""
    for name, (package, paths) in FILES.items():
        folder = VENDOR / name
        folder.mkdir(parents=True, exist_ok=True)
        for path in paths:
            source = ROOT / "node_modules" / package / path
            shutil.copyfile(source, folder / source.name)
            sourcemap = source.with_name(f"{source.name}.map")
            if sourcemap.exists():
                shutil.copyfile(sourcemap, folder / sourcemap.name)


if __name__ == "__main__":
    main()
