"""Run as a script: become another program that the kernel ends when the process that asked for it dies.

    python reaped.py PARENT_PID PROGRAM ARGUMENT...

A test run that is killed can't stop its broker. On Linux a process may ask for a signal at its parent's death, and
keeps that wish when it becomes another program. Elsewhere the program is simply run.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
"""From `linux/prctl.h`."""


def main(parent: int, command: list[str]) -> None:
    """Never returns: either the program runs in our place, or the parent is gone already."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            raise SystemExit("the process that asked for this is gone")
    os.execvp(command[0], command)  # noqa: S606  (no shell is wanted)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
