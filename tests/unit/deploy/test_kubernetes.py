"""The Kubernetes manifests: against the API's schemas, as files and as rendered by kustomize, and against our topics.

`kubernetes_validate` has the schemas of Kubernetes' own kinds; those of KEDA and the Prometheus Operator are checked
for the fields that they require and for what they refer to.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any, get_args

import kubernetes_validate  # type: ignore[import-untyped]
import pytest
import yaml

from schemas.topics import load_topics
from services.runtime.settings import WEB_PORTS, ExplicitSettings, Service, Settings

KUBERNETES = Path(__file__).parents[3] / "deploy" / "kubernetes"
PRODUCTION = KUBERNETES / "overlays" / "production"
FILES = sorted(path for path in KUBERNETES.rglob("*.yaml") if path.name != "kustomization.yaml")
API_VERSION = "1.33"
WORKERS: tuple[Service, ...] = get_args(Service)
REQUIRED = {
    ("keda.sh/v1alpha1", "ScaledObject"): ("scaleTargetRef", "triggers"),
    ("monitoring.coreos.com/v1", "ServiceMonitor"): ("selector", "endpoints"),
}
"""Kinds of others, and what their `spec` must have."""

Manifest = dict[str, Any]


def documents(path: Path) -> list[Manifest]:
    return list(yaml.safe_load_all(path.read_text(encoding="utf-8")))


def validate(manifest: Manifest) -> None:
    """Raises what is wrong with a manifest."""
    needed = REQUIRED.get((manifest["apiVersion"], manifest["kind"]))
    if needed is None:
        kubernetes_validate.validate(manifest, API_VERSION, strict=True)
    else:
        assert manifest["metadata"]["name"]
        assert set(needed) <= set(manifest["spec"]), manifest


def of_kind(manifests: list[Manifest], *kinds: str) -> dict[str, Manifest]:
    return {one["metadata"]["name"]: one for one in manifests if one["kind"] in kinds}


def base() -> list[Manifest]:
    return [one for path in FILES if path.parent.name == "base" for one in documents(path)]


def production() -> list[Manifest]:
    return [one for path in FILES if path.parent == PRODUCTION for one in documents(path)]


@cache
def kustomize_command() -> tuple[str, ...] | None:
    if (alone := shutil.which("kustomize")) is not None:
        return (alone, "build")
    kubectl = shutil.which("kubectl")
    return None if kubectl is None else (kubectl, "kustomize")


def render(folder: Path) -> list[Manifest]:
    command = kustomize_command()
    if command is None:
        pytest.skip("nothing renders the manifests: neither `kustomize` nor `kubectl` is on the PATH")
    run = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return list(yaml.safe_load_all(run.stdout))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_file_keeps_to_the_schemas(path: Path) -> None:
    for manifest in documents(path):
        validate(manifest)


def test_the_schemas_refuse_a_misspelt_field() -> None:
    wrong = of_kind(base(), "Deployment")["tocsin-ingest"]
    wrong["spec"]["template"]["spec"]["containers"][0]["readynessProbe"] = {}
    with pytest.raises(kubernetes_validate.ValidationError):
        validate(wrong)


@pytest.mark.parametrize("folder", [KUBERNETES / "base", PRODUCTION], ids=lambda folder: str(folder.name))
def test_every_file_is_listed_and_what_is_rendered_keeps_to_the_schemas(folder: Path) -> None:
    listed = yaml.safe_load((folder / "kustomization.yaml").read_text(encoding="utf-8"))["resources"]
    assert {name for name in listed if name.endswith(".yaml")} == {p.name for p in FILES if p.parent == folder}
    manifests = render(folder)
    for manifest in manifests:
        validate(manifest)
    maps = of_kind(manifests, "ConfigMap")
    for pod in of_kind(manifests, "Deployment", "StatefulSet", "Job").values():
        (container,) = pod["spec"]["template"]["spec"]["containers"]
        assert container["envFrom"][0]["configMapRef"]["name"] in maps
        assert re.fullmatch(r"tocsin:\d+\.\d+\.\d+", container["image"])


def test_settings_are_ones_that_exist_and_fit_the_containers() -> None:
    literals: dict[str, str] = {}
    for folder in (KUBERNETES / "base", PRODUCTION):
        (generator,) = yaml.safe_load((folder / "kustomization.yaml").read_text(encoding="utf-8"))["configMapGenerator"]
        literals |= dict(literal.split("=", 1) for literal in generator["literals"])
    assert set(literals) <= {f"TOCSIN_{name.upper()}" for name in Settings.model_fields}
    assert literals["TOCSIN_WEB_HOST"] == "0.0.0.0"  # noqa: S104 - inside the pod
    assert literals["TOCSIN_REPLICATION_FACTOR"] == "3"
    assert not [name for name in literals if "PASSWORD" in name or "TOKEN" in name]


@pytest.mark.parametrize("service", WORKERS)
def test_a_worker_may_write_nothing_but_its_state_and_is_probed_on_its_port(service: Service) -> None:
    kind = "Deployment" if service == "ingest" else "StatefulSet"
    spec = of_kind(base(), kind)[f"tocsin-{service}"]["spec"]
    pod = spec["template"]["spec"]
    (container,) = pod["containers"]
    assert container["args"] == ["worker", service]
    assert container["ports"] == [{"name": "web", "containerPort": WEB_PORTS[service]}]
    assert container["livenessProbe"]["httpGet"] == {"path": "/healthz", "port": "web"}
    assert container["readinessProbe"]["httpGet"] == {"path": "/readyz", "port": "web"}
    assert {mount["mountPath"] for mount in container["volumeMounts"]} == {"/var/lib/tocsin", "/tmp"}  # noqa: S108
    volumes = {volume["name"] for volume in pod["volumes"]}
    volumes |= {claim["metadata"]["name"] for claim in spec.get("volumeClaimTemplates", [])}
    assert volumes == {mount["name"] for mount in container["volumeMounts"]}
    assert "memory" in container["resources"]["limits"]
    assert (kind == "StatefulSet") is ("volumeClaimTemplates" in spec), "tables outlive their pod"


def test_pods_keep_to_what_the_restricted_standard_asks_for() -> None:
    pods = of_kind(base(), "Deployment", "StatefulSet", "Job")
    assert len(pods) == 4
    for workload in pods.values():
        pod = workload["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["runAsUser"] == 10001
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in pod["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
    namespace = of_kind(production(), "Namespace")["tocsin"]
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"


BY_HAND = ("incidents.overrides.v1",)
"""What people write comes too slowly to scale by."""


@pytest.mark.parametrize("service", WORKERS)
def test_workers_are_scaled_by_the_lag_of_the_group_and_topic_that_they_read(service: Service) -> None:
    (topic,) = [
        topic
        for topic in load_topics().values()
        if service in topic.consumers and topic.name.endswith(".v1") and topic.name not in BY_HAND
    ]
    scaled = of_kind(production(), "ScaledObject")[f"tocsin-{service}"]["spec"]
    target = scaled["scaleTargetRef"]
    assert target["name"] in of_kind(base(), target["kind"])
    (trigger,) = scaled["triggers"]
    assert trigger["type"] == "kafka"
    assert trigger["metadata"]["consumerGroup"] == ExplicitSettings().app_id(service)
    assert trigger["metadata"]["topic"] == topic.name
    assert scaled["maxReplicaCount"] == topic.partitions, "more workers than partitions have nothing to do"
    overlay = (PRODUCTION / "kustomization.yaml").read_text(encoding="utf-8")
    assert f"TOCSIN_BOOTSTRAP={trigger['metadata']['bootstrapServers']}\n" in overlay


def test_the_number_of_workers_is_left_to_the_scaler() -> None:
    workloads = of_kind(render(PRODUCTION), "Deployment", "StatefulSet")
    assert len(workloads) == 3
    assert not [name for name, workload in workloads.items() if "replicas" in workload["spec"]]


def test_selectors_find_the_pods_and_services_that_they_mean() -> None:
    extra, labels = production(), {}
    for name, workload in of_kind(base(), "Deployment", "StatefulSet").items():
        labels[name] = workload["spec"]["template"]["metadata"]["labels"]
        assert workload["spec"]["selector"]["matchLabels"] == labels[name]
    services = of_kind(base(), "Service")
    assert {name: service["spec"]["selector"] for name, service in services.items()} == labels
    budgets = of_kind(extra, "PodDisruptionBudget")
    assert {name: budget["spec"]["selector"]["matchLabels"] for name, budget in budgets.items()} == labels
    monitor = of_kind(extra, "ServiceMonitor")["tocsin"]["spec"]
    for service in services.values():
        assert monitor["selector"]["matchLabels"].items() <= service["metadata"]["labels"].items()
        assert [port["name"] for port in service["spec"]["ports"]] == [monitor["endpoints"][0]["port"]]
        assert monitor["jobLabel"] in service["metadata"]["labels"]
    policies = of_kind(extra, "NetworkPolicy")
    for pod in labels.values():
        assert policies["tocsin-workers"]["spec"]["podSelector"]["matchLabels"].items() <= pod.items()
    assert policies["tocsin-nothing-else"]["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
