"""Apache Kafka's jars, resolved once with Maven from deploy/kafka/pom.xml and kept in the user's cache."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEPLOY = Path(__file__).parents[2] / "deploy" / "kafka"
"""The broker's pom.xml, logging and settings."""
OLDEST_JAVA = 17
"""Kafka 4 brokers run on this Java and newer."""
RESOLVE_SECONDS = 600.0
"""How long Maven may take; with an empty cache on a slow line it fetches 70 MB."""


class JarsError(RuntimeError):
    """Maven did not resolve the jars; the message has its command and the end of its output."""


def cache_folder(pom: Path = DEPLOY / "pom.xml") -> Path:
    """Where the jars of this pom.xml are kept: any change of the file, such as a new version, gets its own folder."""
    text = pom.read_text(encoding="utf-8")
    version = re.search(r"<kafka\.version>([^<]+)</kafka\.version>", text)
    if version is None:
        raise JarsError(f"{pom} has no <kafka.version>: add it to its properties.")
    home = os.environ.get("XDG_CACHE_HOME", "")
    root = Path(home) if Path(home).is_absolute() else Path.home() / ".cache"
    return root / "tocsin" / f"kafka-{version[1]}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def java() -> Path | None:
    """The Java launcher of `JAVA_HOME`, else of the `PATH`; null when there is none."""
    home = os.environ.get("JAVA_HOME")
    if home and (launcher := Path(home) / "bin" / "java").is_file():
        return launcher
    found = shutil.which("java")
    return None if found is None else Path(found)


def java_version(launcher: Path) -> int | None:
    """Major version of a Java, 8 for `1.8.0`; null when it does not say."""
    try:
        answer = subprocess.run([launcher, "-version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r'version "(?:1\.)?(\d+)', answer.stderr + answer.stdout)
    return None if found is None else int(found[1])


def what_is_missing() -> str | None:
    """What a real Kafka needs and this machine has not, in words; null when it has all.

    Maven is not needed once the jars are in the cache.
    """
    faults = []
    launcher = java()
    if launcher is None:
        faults.append(f"Java {OLDEST_JAVA} or newer is not installed (no `java` on the PATH, and JAVA_HOME is not set)")
    elif (version := java_version(launcher)) is None or version < OLDEST_JAVA:
        faults.append(f"Java {OLDEST_JAVA} or newer is needed, and {launcher} is {version or 'of unknown version'}")
    if not cache_folder().is_dir() and shutil.which("mvn") is None:
        faults.append("Maven is not installed (no `mvn` on the PATH)")
    return "; ".join(faults) or None


def kafka_jars(pom: Path = DEPLOY / "pom.xml") -> Path:
    """The folder with the broker's jars; resolves them first when they are not in the cache yet.

    Runs at the same time wait for each other, and a run that is broken off leaves nothing that looks complete.

    Raises:
        JarsError: Maven failed.
    """
    folder = cache_folder(pom)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _locked(folder.with_name(f"{folder.name}.lock")):
        if not folder.is_dir():
            for leftover in folder.parent.glob(f"{folder.name}.part-*"):
                shutil.rmtree(leftover)
            part = Path(tempfile.mkdtemp(prefix=f"{folder.name}.part-", dir=folder.parent))
            _resolve(pom, part)
            part.rename(folder)
    return folder


def _resolve(pom: Path, folder: Path) -> None:
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={folder}"]
    command = ["mvn", "-q", "-B", "-f", str(pom), *goal]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=RESOLVE_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise JarsError(f"Maven did not resolve Kafka's jars: {error}") from error
    if answer.returncode != 0 or not any(folder.glob("kafka_*.jar")):
        raise JarsError(
            f"Maven did not resolve Kafka's jars. Is there a network, or a mirror in ~/.m2/settings.xml?\n"
            f"{' '.join(command)}\n{(answer.stdout + answer.stderr)[-2000:]}"
        )


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
