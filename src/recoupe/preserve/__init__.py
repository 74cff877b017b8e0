"""Preserve: bytes and their origin become a Source in a case that anyone can check.

Nothing is overwritten, and nothing is silently deleted.
"""

from recoupe.preserve.case import Case, rebuild
from recoupe.preserve.checking import check_folder
from recoupe.preserve.folder import is_case
from recoupe.preserve.records import Act, Added, FailedComparison, Pending, Rebuilt

__all__ = ["Act", "Added", "Case", "FailedComparison", "Pending", "Rebuilt", "check_folder", "is_case", "rebuild"]
