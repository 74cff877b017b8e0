"""Publish: statements with their evidence, and the dossier that prints them. Records in, pages out."""

from recoupe.publish.diffpage import build_diff_page
from recoupe.publish.dossier import build_dossier
from recoupe.publish.statements import propose, update

__all__ = ["build_diff_page", "build_dossier", "propose", "update"]
