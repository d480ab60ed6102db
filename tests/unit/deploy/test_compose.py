"""docker-compose.yml: what a person who types `docker compose up` relies on."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from services.runtime.settings import WEB_PORTS, Service, Settings

ROOT = Path(__file__).parents[3]
COMPOSE = ROOT / "docker-compose.yml"
COMPOSE_GO = "github.com/compose-spec/compose-go/v2/cmd@v2.9.0"
"""The loader that `docker compose` itself uses."""
ONE_SHOT = {"topics", "seeds"}
WORKERS: tuple[Service, ...] = get_args(Service)

Part = dict[str, Any]


@pytest.fixture(scope="module")
def services() -> dict[str, Part]:
    loaded: dict[str, Part] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]
    return loaded


def test_every_image_has_a_pinned_version(services: dict[str, Part]) -> None:
    for name, service in services.items():
        assert re.search(r":v?\d+\.\d+\.\d+$", service["image"]), f"{name}: {service['image']}"


def test_the_broker_is_the_version_that_the_tests_run_on(services: dict[str, Part]) -> None:
    version = re.search(
        r"<kafka\.version>([^<]+)<", (ROOT / "deploy" / "kafka" / "pom.xml").read_text(encoding="utf-8")
    )
    assert version is not None
    assert services["kafka"]["image"] == f"apache/kafka:{version[1]}"


def test_our_image_has_the_version_of_the_project(services: dict[str, Part]) -> None:
    version = re.search(r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert version is not None
    for name in (*WORKERS, *ONE_SHOT):
        assert services[name]["image"] == f"tocsin:{version[1]}"


def test_every_port_is_bound_to_this_machine_alone_and_to_one_service(services: dict[str, Part]) -> None:
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert published
    for port in published:
        assert re.fullmatch(r"127\.0\.0\.1:\d+:\d+", port), port
    assert len(set(published)) == len(published)


def test_workers_publish_the_ports_that_they_listen_on(services: dict[str, Part]) -> None:
    for name in WORKERS:
        port = WEB_PORTS[name]
        assert services[name]["ports"] == [f"127.0.0.1:{port}:{port}"]
        assert services[name]["command"] == ["worker", name]
        assert services[name]["environment"]["TOCSIN_WEB_HOST"] == "0.0.0.0"  # noqa: S104 - inside the container


def test_settings_are_ones_that_exist(services: dict[str, Part]) -> None:
    known = {f"TOCSIN_{name.upper()}" for name in Settings.model_fields}
    for name in (*WORKERS, *ONE_SHOT):
        assert set(services[name]["environment"]) <= known


def test_all_but_one_shots_have_a_health_check_and_start_again(services: dict[str, Part]) -> None:
    for name, service in services.items():
        if name in ONE_SHOT:
            assert service["healthcheck"] == {"disable": True}
            assert service["restart"].startswith("on-failure:")
        else:
            assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}, name
            assert service["restart"] == "unless-stopped", name


def test_who_depends_on_another_says_on_what_of_it(services: dict[str, Part]) -> None:
    for name, service in services.items():
        for other, condition in service.get("depends_on", {}).items():
            wanted = "service_completed_successfully" if other in ONE_SHOT else "service_healthy"
            assert condition == {"condition": wanted}, f"{name} on {other}"
    for name in WORKERS:
        assert set(services[name]["depends_on"]) == {"kafka", "topics"}


def test_our_containers_can_write_nothing_but_their_state(services: dict[str, Part]) -> None:
    for name in (*WORKERS, *ONE_SHOT):
        service = services[name]
        assert service["read_only"] is True
        assert service["tmpfs"] == ["/tmp"]  # noqa: S108 - the container's
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    for name in WORKERS:
        assert services[name]["volumes"] == [f"{name}:/var/lib/tocsin"]


def test_nothing_is_a_secret(services: dict[str, Part]) -> None:
    for name, service in services.items():
        for variable, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|TOKEN|SECRET|KEY", variable):
                assert re.fullmatch(r"\$\{[A-Z_]+:-\}", str(value)), f"{name}: {variable}"


def test_grafana_lets_nobody_log_in_with_a_password_that_everyone_knows(services: dict[str, Part]) -> None:
    grafana = services["grafana"]
    assert grafana["command"] == ["cfg:default.security.disable_initial_admin_creation=true"]
    switch = grafana["environment"]["GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION"]
    assert switch == "${GRAFANA_ADMIN_PASSWORD:+false}"
    assert grafana["environment"]["GF_AUTH_ANONYMOUS_ORG_ROLE"] == "Viewer"


def test_a_plain_up_watches_and_feeds(services: dict[str, Part]) -> None:
    plain = {name for name, service in services.items() if "profiles" not in service}
    assert plain == {"kafka", *WORKERS, *ONE_SHOT, "prometheus", "alertmanager", "grafana"}
    assert {tuple(service["profiles"]) for service in services.values() if "profiles" in service} == {("tools",)}


def test_mounted_folders_can_only_be_read_and_are_not_made_up_by_docker(services: dict[str, Part]) -> None:
    mounts = [
        mount
        for service in services.values()
        for mount in service.get("volumes", [])
        if isinstance(mount, dict) and mount["type"] == "bind"
    ]
    assert len(mounts) == 5
    for mount in mounts:
        assert mount["read_only"] is True
        assert mount["bind"] == {"create_host_path": False}


MOUNTED = {
    "seeds": "README.md",
    "deploy/prometheus": "prometheus.yml",
    "deploy/alertmanager": "alertmanager.yml",
    "deploy/grafana/provisioning": "datasources",
    "deploy/grafana/dashboards": "",
}
"""What is mounted, and what its container opens in it."""


@pytest.mark.parametrize("folder", MOUNTED)
def test_a_mounted_folder_has_what_its_container_opens(folder: str, services: dict[str, Part]) -> None:
    text = COMPOSE.read_text(encoding="utf-8")
    assert f"source: ./{folder}," in text
    if not (ROOT / folder).exists():
        pytest.skip(f"{folder} is not in this tree")
    assert (ROOT / folder / MOUNTED[folder]).exists()


def test_named_volumes_are_declared_and_used(services: dict[str, Part]) -> None:
    used = {
        mount.split(":")[0]
        for service in services.values()
        for mount in service.get("volumes", [])
        if isinstance(mount, str)
    }
    assert used == set(yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["volumes"])


@pytest.mark.slow
def test_the_loader_of_docker_compose_takes_it(tmp_path: Path) -> None:
    go = shutil.which("go")
    if go is None:
        pytest.skip("compose-go can't be built: no `go` on the PATH")
    run = subprocess.run([go, "run", COMPOSE_GO, str(COMPOSE)], cwd=ROOT, capture_output=True, text=True, check=False)
    if run.returncode != 0 and "failed to load project" not in run.stderr:
        pytest.skip(f"compose-go can't be built: {run.stderr[-300:]}")
    assert run.returncode == 0, run.stderr
    assert set(yaml.safe_load(run.stdout)["services"]) >= set(WORKERS)
    broken = tmp_path / "broken.yml"
    broken.write_text(COMPOSE.read_text(encoding="utf-8").replace("restart: unless-stopped", "restarts: always"))
    refused = subprocess.run([go, "run", COMPOSE_GO, str(broken)], cwd=ROOT, capture_output=True, check=False)
    assert refused.returncode != 0
