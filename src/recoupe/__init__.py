"""recoupe: an investigation desk for open-source reporting.

Preserves what an investigation collected, reads it, compares copies of footage,
cross-checks who said what, and publishes a dossier whose every sentence opens
its evidence. The stages are the subpackages, in this order:

    collect → preserve → read → compare → crosscheck → publish

`recoupe.run.run_case` joins them; `desk` and `cli` draw the same records.
"""

__version__ = "0.1.0"
