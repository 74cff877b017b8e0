"""Cross-check: named checks over all marks and edit maps of a case; each gives findings with workings.

    findings = check_case(case)

A check never turns a hedge into a fact, and says `incomplete` or `cannot tell` where that is the truth.
"""

from recoupe.crosscheck.checks import CHECKS, check_case, check_records

__all__ = ["CHECKS", "check_case", "check_records"]
