"""Records and arrays as pictures: pure functions, used alike by the command line, the dossier and the desk."""

from recoupe.draw.axis import Scale, between, length, ticks
from recoupe.draw.blocks import ribbon_text
from recoupe.draw.edits import Edit, edits, is_plain, lane_state, state_of
from recoupe.draw.look import LOOKS, Look
from recoupe.draw.panel import Gap, Piece, Row, panel_svg, png_uri
from recoupe.draw.residual import residual, residual_svg
from recoupe.draw.ribbon import Envelope, envelope, ribbon_svg
from recoupe.draw.spectrogram import spectrogram_png
from recoupe.draw.strip import Still, Strip, jpeg_uri, strips_html, veiled
from recoupe.draw.svg import el
from recoupe.draw.text import neutral, one_line
from recoupe.draw.waveform import Pin, Shade, waveform_svg

__all__ = [
    "LOOKS",
    "Edit",
    "Envelope",
    "Gap",
    "Look",
    "Piece",
    "Pin",
    "Row",
    "Scale",
    "Shade",
    "Still",
    "Strip",
    "between",
    "edits",
    "el",
    "envelope",
    "is_plain",
    "jpeg_uri",
    "lane_state",
    "length",
    "neutral",
    "one_line",
    "panel_svg",
    "png_uri",
    "residual",
    "residual_svg",
    "ribbon_svg",
    "ribbon_text",
    "spectrogram_png",
    "state_of",
    "strips_html",
    "ticks",
    "veiled",
    "waveform_svg",
]
