"""Read the text of a picture inside the jailed child.

The libraries start threads when they are imported, so the jail gives each call a fresh interpreter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from rapidocr import RapidOCR

from recoupe.read.picture import image_job
from recoupe.read.picture.ocr import DETECTOR, RECOGNISER, model_paths

if TYPE_CHECKING:
    from recoupe.jail import Outlet

PRELOAD = image_job.PRELOAD

_engine: Any = None


def prepare(settings: dict[str, Any]) -> None:
    """Load the models, before the jail closes; raises ComponentMissing when they are not those that were checked."""
    global _engine
    paths = model_paths()
    _engine = RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,  # turns lines by 180°: a screenshot has none
            "Det.model_path": str(paths[DETECTOR]),
            "Rec.model_path": str(paths[RECOGNISER]),
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,  # sums in one order give one result on every machine
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    blank = np.full((48, 192, 3), 255, np.uint8)  # it loads a model only when that has something to do
    _engine(blank, use_det=True, use_rec=False)
    _engine(blank, use_det=False, use_rec=True)


def lines(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> dict[str, Any]:
    """The lines of text in an image.

    Returns:
        width, height of the upright picture; lines: text, left, top, right, bottom (pixels), probability (0–1).
    Raises:
        UnsupportedFile, DamagedFile: It is not an image that can be opened.
    """
    image = image_job.upright(file)
    read = _engine(np.asarray(image)[:, :, ::-1], use_det=True, use_rec=True)  # it expects blue first
    found = []
    if getattr(read, "boxes", None) is not None:
        for corners, text, score in zip(read.boxes, read.txts, read.scores, strict=True):
            x, y = np.clip(corners[:, 0], 0, image.width), np.clip(corners[:, 1], 0, image.height)
            found.append(
                {
                    "text": str(text),
                    "left": int(x.min()),
                    "top": int(y.min()),
                    "right": int(np.ceil(x.max())),
                    "bottom": int(np.ceil(y.max())),
                    "probability": round(float(score), 3),
                }
            )
    return {"width": image.width, "height": image.height, "lines": found}
