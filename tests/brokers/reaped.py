"""Run as a script: run another program, and kill it when the process that asked for it is gone.

    python reaped.py PID_FILE PROGRAM ARGUMENT...

A test run that is killed can't stop its broker, so this stands between them. It holds the reading end of a pipe as its
standard input, whose writing end is the test run's alone: when that closes, by whatever death, the program is killed.
(Linux's signal at a parent's death would not do: it comes when the *thread* that started the program ends.)

SIGTERM is passed on. The exit code is the program's, or 128 and the number of the signal that ended it.
"""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import FrameType


def main(pid_file: Path, command: list[str]) -> int:
    """Runs until the program has ended; returns the exit code. The program's process id is in the file meanwhile."""
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as program:

        def pass_on(number: int, _: FrameType | None) -> None:
            program.send_signal(number)

        def kill_at_the_end() -> None:
            while os.read(sys.stdin.fileno(), 1):
                pass
            program.kill()

        signal.signal(signal.SIGTERM, pass_on)
        threading.Thread(target=kill_at_the_end, daemon=True).start()
        pid_file.write_text(str(program.pid), encoding="ascii")
        code = program.wait()
        pid_file.unlink(missing_ok=True)
        return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
