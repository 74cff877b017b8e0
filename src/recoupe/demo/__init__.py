"""The staged case: footage, sound, articles and a screenshot that recoupe makes itself, to show what it does.

Nothing in it happened. Every picture, text and record of it says STAGED.
"""

from recoupe.demo.build import build_material

__all__ = ["build_material"]
