"""A running count on the terminal for runs whose data goes elsewhere. It changes no data and waits for nothing."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kretcore.cli.session import Session


def watch(session: Session) -> None:
    """Show progress until the session ends, if standard error is a terminal."""
    kernel = session.kernel
    if kernel is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    def show() -> Text:
        receipt = kernel.receipt()
        return Text(f"kret: {receipt.entries} calls, {receipt.returned} returned, {receipt.inside} inside")

    live = Live(console=Console(stderr=True), get_renderable=show, refresh_per_second=2, transient=True)
    session.closers.append(live.stop)
    if session.output.guest_terminal:
        # The program writes to the same terminal: from then on the screen is its own.
        before = session.output.before_guest

        def give_way() -> None:
            live.stop()
            before()

        session.output.before_guest = give_way
    live.start()
