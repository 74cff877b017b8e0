"""What comes back from a child: plain data, or an error that says what happened; never a hang or a zombie."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from recoupe import jail
from recoupe.errors import ChildDied, ChildOverLimit, ChildTimedOut, DamagedFile, JailError, MissingFile, UnreadableFile
from recoupe.events import Event, Progress
from recoupe.jail import nursery
from tests.jail.conftest import HERE, Run

MIB = 1 << 20


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be reaped does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):  # gone before it was opened, or while it was read
        return False
    return state != "Z"


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def wait_until(true: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return true()


def test_a_job_sees_the_file_and_its_settings(hostile: Run, file: Path) -> None:
    settings = {"a": 1, "b": [True, None, "é"], "c": {"d": 0.5}}
    assert hostile("echo", file, settings=settings) == {"data": "foreign bytes", "settings": settings}


def test_an_open_descriptor_is_read_from_its_start_and_stays_open(hostile: Run, file: Path) -> None:
    with file.open("rb") as opened:
        opened.seek(5)
        assert hostile("echo", opened.fileno())["data"] == "foreign bytes"
        os.fstat(opened.fileno())


def test_extra_files_make_the_job_get_a_list(hostile: Run, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"1234")
    assert hostile("lengths", file, extra=[other, file]) == [13, 4, 13]


def test_settings_larger_than_a_pipe_arrive_whole(hostile: Run, file: Path) -> None:
    settings = {"text": "x" * (5 * MIB)}
    assert hostile("echo", file, settings=settings)["settings"] == settings


def test_chunks_arrive_in_order_and_large_ones_in_pieces(hostile: Run, file: Path) -> None:
    taken: list[tuple[str, int]] = []
    hostile(
        "chunks", file, settings={"sizes": [0, 10, 20 * MIB]}, sink=lambda name, data: taken.append((name, len(data)))
    )
    assert taken == [("part0", 0), ("part1", 10), ("part2", 8 * MIB), ("part2", 8 * MIB), ("part2", 4 * MIB)]


def test_progress_becomes_events_that_name_the_work_and_ends_complete(hostile: Run, file: Path) -> None:
    seen: list[Event] = []
    hostile("steps", file, events=seen.append, operation="read", stage="sound", item="clip.mp4")
    assert 1 <= len(seen) < 100
    assert seen[-1] == Progress(operation="read", stage="sound", item="clip.mp4", done=1000, total=1000)


def test_an_error_of_the_family_comes_back_as_itself_in_printable_words(hostile: Run, file: Path) -> None:
    with pytest.raises(DamagedFile) as caught:
        hostile("own_error", file)
    assert caught.value.reason == "cut short\ufffd[2J at 12\ufffd"
    assert caught.value.todo == "fetch it again"


def test_any_other_exception_says_which_it_was(hostile: Run, file: Path) -> None:
    with pytest.raises(ChildDied, match="KeyError"):
        hostile("library_error", file)


def test_what_is_not_plain_data_is_no_answer(hostile: Run, file: Path) -> None:
    with pytest.raises(ChildDied, match="object"):
        hostile("not_plain", file)


@pytest.mark.parametrize(("job", "words"), [("leave", "without an answer"), ("segfault", "crashed .*SIGSEGV")])
def test_a_child_that_dies_says_how(hostile: Run, file: Path, job: str, words: str) -> None:
    with pytest.raises(ChildDied, match=words):
        hostile(job, file)


def test_the_parent_goes_on_after_a_crash(hostile: Run, file: Path) -> None:
    for _ in range(3):
        with pytest.raises(ChildDied):
            hostile("segfault", file)
        assert hostile("echo", file)["data"] == "foreign bytes"


def test_each_call_has_a_child_of_its_own(hostile: Run, file: Path) -> None:
    numbers = {hostile("own_number", file) for _ in range(5)}
    assert len(numbers) == 5 and os.getpid() not in numbers


# Limits


def test_the_wall_clock_ends_a_child(hostile: Run, file: Path) -> None:
    taken: list[int] = []

    def sink(name: str, data: bytes) -> None:
        taken.append(int(data))
        assert os.getpgid(taken[0]) == taken[0]  # a group of its own: Ctrl+C reaches the parent alone

    begun = time.monotonic()
    with pytest.raises(ChildTimedOut, match=r"longer than 0\.5 s"):
        hostile("tell_number_and_stay", file, limits=jail.Limits(wall_s=0.5), sink=sink)
    assert time.monotonic() - begun < 5
    assert wait_until(lambda: not alive(taken[0]))


def test_memory_over_the_limit_is_said_to_be_that(hostile: Run, file: Path) -> None:
    limits = jail.Limits(memory_bytes=64 * MIB)
    assert hostile("take_memory", file, settings={"bytes": 32 * MIB}, limits=limits) == 32 * MIB
    with pytest.raises(ChildOverLimit, match="memory"):
        hostile("take_memory", file, settings={"bytes": 128 * MIB}, limits=limits)


def test_processor_time_over_the_limit_is_said_to_be_that(hostile: Run, file: Path) -> None:
    with pytest.raises(ChildOverLimit, match="1 s of processor time"):
        hostile("burn", file, limits=jail.Limits(wall_s=60, cpu_s=1))


@pytest.mark.parametrize("job", ["flood", "flood_progress"])
def test_output_over_the_limit_ends_the_child(hostile: Run, file: Path, job: str) -> None:
    with pytest.raises(ChildOverLimit, match="bytes that are allowed"):
        hostile(job, file, limits=jail.Limits(output_bytes=3 * MIB), sink=lambda name, data: None)


def test_limits_must_be_positive() -> None:
    with pytest.raises(ValueError, match="positive"):
        jail.Limits(wall_s=0)


def test_limits_for_footage_grow_with_its_size() -> None:
    small, large = (jail.limits_for("video", size) for size in (10**6, 10**9))
    assert small.wall_s < large.wall_s <= 12 * 3600
    assert jail.limits_for("text", 0).wall_s >= 60


# A child that lies


def frame(kind: bytes, payload: bytes) -> str:
    return (kind + len(payload).to_bytes(4, "big") + payload).hex()


@pytest.mark.parametrize(
    "sent",
    [
        frame(b"X", b""),
        frame(b"Q", b"{}"),
        b"R\xff\xff\xff\xff".hex(),
        frame(b"R", b"not json"),
        frame(b"R", b"[" * 100_000),
        frame(b"R", b'"\xff"'),
        frame(b"E", b'{"slug":1}'),
        frame(b"E", b"[]"),
        frame(b"P", b'{"done":"much"}'),
        frame(b"P", b"x" * 2000),
        frame(b"C", b""),
        frame(b"C", b"\x05ab"),
        frame(b"C", b"\x02\n\n"),
        frame(b"C", b"\x01adata"),  # nobody asked for chunks
        frame(b"S", b'{"layers":[]}'),
    ],
)
def test_what_is_no_message_ends_the_child(hostile: Run, file: Path, sent: str) -> None:
    begun = time.monotonic()
    with pytest.raises(ChildDied, match="no answer"):
        hostile("say", file, settings={"hex": sent})
    assert time.monotonic() - begun < 10


def test_an_error_of_an_unknown_name_is_not_looked_up(hostile: Run, file: Path) -> None:
    with pytest.raises(ChildDied, match="stopped with x"):
        hostile("say", file, settings={"hex": frame(b"E", b'{"slug":"__class__","reason":"x"}')})


# Wrong use


def test_a_name_that_a_module_only_imported_is_no_job(file: Path) -> None:
    with pytest.raises(ChildDied, match="defines no job"):
        jail.call("recoupe.jail.probe:annotations", file)


def test_a_module_that_cannot_be_loaded_is_said_to_be_that(file: Path) -> None:
    with pytest.raises(JailError, match="ModuleNotFoundError"):
        jail.call("recoupe.jail.not_there:job", file)


def test_there_must_be_a_regular_file(hostile: Run, tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        hostile("echo", tmp_path / "absent")
    with pytest.raises(UnreadableFile, match="regular"):
        hostile("echo", tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableFile, match="regular"):
        hostile("echo", tmp_path / "pipe")


# The parent's own troubles


def test_an_exception_of_the_sink_ends_the_child_and_comes_through(hostile: Run, file: Path) -> None:
    taken: list[int] = []

    def sink(name: str, data: bytes) -> None:
        taken.append(int(data))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        hostile("tell_number_and_stay", file, sink=sink)
    assert wait_until(lambda: not alive(taken[0]))


def test_no_child_is_left_unreaped(hostile: Run, file: Path) -> None:
    for job in ("echo", "segfault", "leave"):
        with contextlib.suppress(ChildDied):
            hostile(job, file)
    zygotes = [z._popen.pid for z in nursery._zygotes.values()]

    def children(pid: int) -> str:
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().strip()

    if not Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").exists():
        pytest.skip("this kernel does not list children")
    assert zygotes
    assert wait_until(lambda: not any(children(pid) for pid in zygotes))


def test_descriptors_do_not_pile_up(hostile: Run, file: Path) -> None:
    hostile("echo", file)
    before = descriptors()
    for _ in range(20):
        hostile("echo", file)
        with pytest.raises(ChildDied):
            hostile("leave", file)
    assert descriptors() == before


def test_calls_from_many_threads_do_not_mix(hostile: Run, file: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda n: hostile("echo", file, settings={"n": n})["settings"]["n"], range(64))
        assert list(answers) == list(range(64))


def test_a_crash_in_one_thread_is_no_crash_in_another(hostile: Run, file: Path) -> None:
    def one(n: int) -> Any:
        if n % 2:
            with pytest.raises(ChildDied):
                hostile("segfault", file)
            return n
        return hostile("echo", file, settings={"n": n})["settings"]["n"]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(one, range(20))) == list(range(20))


def test_when_the_process_that_forks_is_killed_the_next_call_starts_another(hostile: Run, file: Path) -> None:
    hostile("echo", file)
    os.kill(nursery._zygotes["hostile_jobs"]._popen.pid, signal.SIGKILL)
    nursery._zygotes["hostile_jobs"]._popen.wait()
    assert hostile("echo", file)["data"] == "foreign bytes"


def test_when_the_process_that_forks_is_killed_its_children_end_and_their_calls_say_so(
    hostile: Run, file: Path
) -> None:
    taken: list[int] = []

    def kill_zygote(name: str, data: bytes) -> None:
        taken.append(int(data))
        os.kill(nursery._zygotes["hostile_jobs"]._popen.pid, signal.SIGKILL)

    with pytest.raises(ChildDied):
        hostile("tell_number_and_stay", file, sink=kill_zygote)
    assert wait_until(lambda: not alive(taken[0]))
    assert hostile("echo", file)["data"] == "foreign bytes"


def test_a_forked_copy_of_the_parent_can_call_too_and_harms_nothing(hostile: Run, file: Path) -> None:
    hostile("echo", file)
    script = f"""
import os, sys
sys.path.insert(0, {str(HERE)!r})
from recoupe import jail
from recoupe.jail import switches
with switches.jobs_from("hostile_jobs", {str(HERE)!r}):
    first = jail.call("hostile_jobs:echo", {str(file)!r})
    pid = os.fork()
    ok = jail.call("hostile_jobs:echo", {str(file)!r}) == first
    if pid == 0:
        jail.shutdown()
        os._exit(0 if ok else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert ok and jail.call("hostile_jobs:echo", {str(file)!r}) == first
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


CALLER = """
import sys
from recoupe import jail
from recoupe.jail import switches
def sink(name, data):
    print(data.decode(), flush=True)
with switches.jobs_from("hostile_jobs", sys.argv[1]):
    jail.call("hostile_jobs:tell_number_and_stay", sys.argv[2], sink=sink)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_child_ends_with_its_parent(number: signal.Signals, file: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", CALLER, str(HERE), str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert alive(child)
        parent.send_signal(number)
        parent.wait(20)
    assert wait_until(lambda: not alive(child))


def test_interrupting_one_call_ends_its_child(hostile: Run, file: Path) -> None:
    taken: list[int] = []

    def sink(name: str, data: bytes) -> None:
        taken.append(int(data))
        threading.Timer(0.2, os.kill, [os.getpid(), signal.SIGINT]).start()

    with pytest.raises(KeyboardInterrupt):
        hostile("tell_number_and_stay", file, sink=sink)
    assert wait_until(lambda: not alive(taken[0]))


def test_shutting_down_ends_calls_in_other_threads(hostile: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for forks in (True, False):
        monkeypatch.setattr(nursery, "FORKS", forks)
        taken: list[int] = []
        with ThreadPoolExecutor(1) as pool:
            call = pool.submit(
                hostile, "tell_number_and_stay", file, sink=lambda name, data, taken=taken: taken.append(int(data))
            )
            assert wait_until(lambda taken=taken: bool(taken))
            jail.shutdown()
            with pytest.raises(ChildDied):
                call.result(20)
        assert wait_until(lambda taken=taken: not alive(taken[0]))


# What the child is given


def test_the_child_knows_no_path_no_environment_and_hashes_alike(hostile: Run, file: Path) -> None:
    told = hostile("surroundings", file)
    assert told["environment"] == {}
    assert told["name"].isdigit()
    jail.shutdown()
    assert hostile("surroundings", file)["hash"] == told["hash"]


def test_threads_still_work(hostile: Run, file: Path) -> None:
    assert hostile("threads", file) == [0, 1, 2, 3]


def test_a_fresh_interpreter_for_each_call_gives_the_same(
    hostile: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nursery, "FORKS", False)
    assert hostile("echo", file, settings={"n": 1}) == {"data": "foreign bytes", "settings": {"n": 1}}
    assert hostile("threads", file) == [0, 1, 2, 3]
    with pytest.raises(ChildDied, match="SIGSEGV"):
        hostile("segfault", file)
    with pytest.raises(ChildTimedOut):
        hostile("tell_number_and_stay", file, limits=jail.Limits(wall_s=0.5), sink=lambda name, data: None)
