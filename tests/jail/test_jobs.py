"""Names of jobs: this package's own functions and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from recoupe import jail
from recoupe.jail import jobs, probe


@pytest.mark.parametrize(
    "job",
    [
        "os:system",
        "recoupe.jail.probe",
        "recoupe.jail.probe:_try",
        "recoupe.jail.probe:Path.unlink",
        "recouped.x:y",
        "recoupe..x:y",
        "recoupe/x:y",
        "",
        "hostile_jobs:echo",
    ],
)
def test_only_jobs_of_the_package_can_be_named(job: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(ValueError, match="a job is named"):
        jail.call(job, file)


def test_a_name_falls_into_module_and_function() -> None:
    assert jobs.split("recoupe.read.text.jobs:open_document") == ("recoupe.read.text.jobs", "open_document")


def test_a_job_must_be_defined_where_it_is_looked_for() -> None:
    assert jobs.function(probe, "nothing") is probe.nothing
    with pytest.raises(LookupError):
        jobs.function(probe, "errno")
    with pytest.raises(LookupError):
        jobs.function(probe, "Outlet")
