"""What every command draws with: results on standard output, everything else on standard error.

console = Console(as_json=as_json)
with console.progress() as events:
    result = work(events)
console.result(result)          # --json: the one thing on standard output
console.print("[b]3[/b] cuts")  # without --json: for people
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any

from rich.console import Console as RichConsole
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from recoupe.events import Event, Events, Notice
from recoupe.events import Progress as Step
from recoupe.model import to_json

MARKS = {"failure": "[red]✗[/red]", "warning": "[yellow]![/yellow]", "info": "[dim]·[/dim]"}


def counted(n: int, kind: str) -> str:
    """`1 edit map`, `2 edit maps`: a number, and a noun that is given in the plural."""
    return f"{n} {kind.removesuffix('s') if n == 1 else kind}"


class Console:
    """Standard output for the result, standard error for the rest.

    Args:
        as_json: Print nothing on standard output but the result as JSON.
    """

    def __init__(self, *, as_json: bool = False) -> None:
        self.as_json = as_json
        self.out = RichConsole(highlight=False, soft_wrap=True)
        self.err = RichConsole(stderr=True, highlight=False, soft_wrap=True)

    def print(self, *what: Any) -> None:
        """A line or a rich renderable for people; silent with `--json`."""
        if not self.as_json:
            self.out.print(*what)

    def result(self, value: Any) -> None:
        """The result as JSON; silent without `--json`."""
        if self.as_json:
            sys.stdout.write(to_json(value) + "\n")
            sys.stdout.flush()

    def note(self, text: str) -> None:
        """A remark on standard error."""
        self.err.print(f"[dim]{escape(text)}[/dim]")

    def failure(self, reason: str, *, todo: str = "") -> None:
        """What went wrong and what to do about it, on standard error."""
        self.notice(Notice(level="failure", text=reason, todo=todo))

    def notice(self, notice: Notice) -> None:
        """One line for a notice; what to do stands on the next."""
        item = f"[b]{escape(visible(notice.item))}[/b]: " if notice.item else ""
        self.err.print(f"{MARKS.get(notice.level, '·')} {item}{escape(visible(notice.text))}")
        if notice.todo:
            self.err.print(f"  [dim]→ {escape(visible(notice.todo))}[/dim]")

    @contextlib.contextmanager
    def progress(self) -> Iterator[Events]:
        """Draw events as bars on a terminal; without one, print only notices.

        One bar a stage; it shows the item in hand. Bars vanish when the work is done.
        """
        if not self.err.is_terminal:
            yield self._plain
            return
        bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description:<12}"),
            BarColumn(bar_width=28),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[item]}[/dim]"),
            console=self.err,
            transient=True,
        )
        tasks: dict[str, Any] = {}

        def draw(event: Event) -> None:
            if isinstance(event, Notice):
                self.notice(event)
                return
            name = event.stage or event.operation
            if name not in tasks:
                tasks[name] = bars.add_task(escape(name), total=event.total, item="")
            bars.update(tasks[name], completed=event.done, total=event.total, item=escape(visible(event.item))[:60])
            if event.finished:
                bars.update(tasks[name], visible=False)

        with bars:
            yield draw

    def _plain(self, event: Event) -> None:
        if isinstance(event, Notice):
            self.notice(event)


def visible(text: str) -> str:
    """The text with control characters and direction overrides written out, so that no name can redraw the screen."""
    return "".join(c if c.isprintable() or c in "\n\t" else c.encode("unicode_escape").decode() for c in text)


__all__ = ["Console", "Step", "visible"]
