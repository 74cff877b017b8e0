"""The optional component that reads text from pictures: is it here, and is it what was checked?

The models come inside the wheel of rapidocr. They are accepted by digest only, and nothing is ever downloaded.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata, util
from pathlib import Path

from recoupe.errors import ComponentMissing

DETECTOR, RECOGNISER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
DIGESTS = {
    DETECTOR: "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
    RECOGNISER: "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
}
"""SHA-256 as rapidocr 3.10.0 itself lists them for the official files (its default_models.yaml)."""

INSTALL = 'pip install "recoupe[ocr]"'


@cache
def version() -> str:
    """The versions that decide what is read, or `none` when a part is not installed. Imports nothing."""
    parts = []
    for name in ("rapidocr", "onnxruntime"):
        try:
            parts.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            return "none"
    return ", ".join(parts)


def model_paths() -> dict[str, Path]:
    """The model files by name, checked.

    Raises:
        ComponentMissing: rapidocr or onnxruntime is not installed, or a model is not the one that was checked.
    """
    if version() == "none":
        raise ComponentMissing("text in pictures is not read: the OCR component is not installed", todo=INSTALL)
    package = util.find_spec("rapidocr")
    if package is None or package.origin is None:
        raise ComponentMissing("the OCR component is installed and cannot be found", todo=INSTALL)
    folder = Path(package.origin).parent / "models"
    return {name: _checked(folder / name, digest) for name, digest in DIGESTS.items()}


def _checked(path: Path, expected: str) -> Path:
    todo = f"{INSTALL} installs a version with models that were checked"
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        raise ComponentMissing(f"the OCR component holds no model {path.name}", todo=todo) from None
    if found != expected:
        raise ComponentMissing(
            f"the OCR model {path.name} has the SHA-256 {found[:16]}…, not the {expected[:16]}… that was checked",
            todo=todo,
        )
    return path
