"""The files of `deploy` are right as far as that can be told without a cluster.

    deploy.py PATH_OF_THE_QUICKSTART

Manifests have the schemas of Kubernetes, and ask for what the service has; the dashboard asks for metrics and labels that a service
with a model shows; systemd takes the units.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import kubernetes_validate
import yaml
from prometheus_client.parser import text_string_to_metric_families
from server import serving

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
VERSIONS = ["1.30", "1.34"]


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as reply:
        return reply.read().decode()


def check(holds: bool, told: str) -> None:
    if not holds:
        raise SystemExit(f"failed: {told}")
    print(told, flush=True)


def metrics(base: str) -> dict[str, set[str]]:
    """The names of samples, each with its labels, as Prometheus' own parser reads them."""
    body = json.dumps({"pixels": [0.0] * 64}).encode()
    request = urllib.request.Request(f"{base}/classify", body, {"content-type": "application/json"})
    urllib.request.urlopen(request, timeout=10).close()
    found: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(get(f"{base}/metrics")):
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return found


def manifests(base: str, shown: dict[str, set[str]]) -> None:
    documents = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text()))
    for document in documents:
        for version in VERSIONS:
            kubernetes_validate.validate(document, version, strict=True)
    check(len(documents) == 4, f"kubernetes.yaml: {len(documents)} objects, valid in {', '.join(VERSIONS)}")
    deployment, _, _, scaler = documents
    container = deployment["spec"]["template"]["spec"]["containers"][0]
    paths = [container[probe]["httpGet"]["path"] for probe in ["startupProbe", "readinessProbe", "livenessProbe"]]
    check(all(get(base + path) for path in paths), f"kubernetes.yaml: probes {paths} are answered")
    metric = scaler["spec"]["metrics"][0]["pods"]["metric"]["name"]
    check(metric in shown, f"kubernetes.yaml: scales by {metric}, which is shown")


def dashboard(shown: dict[str, set[str]]) -> None:
    panels = json.loads((DEPLOY / "grafana.json").read_text())["panels"]
    expressions = [target["expr"] for panel in panels for target in panel["targets"]]
    asked = {name for expression in expressions for name in re.findall(r"aiserve_\w+", expression)}
    check(asked <= shown.keys(), f"grafana.json: {len(panels)} panels ask for {len(asked)} metrics; unknown: {asked - shown.keys() or 'none'}")
    for expression in expressions:
        names = re.findall(r"aiserve_\w+", expression)
        labels = {label.strip() for group in re.findall(r"by \(([^)]*)\)", expression) for label in group.split(",")}
        unknown = {label for label in labels if any(label not in shown[name] for name in names)}
        check(not unknown, f"  {expression.split('(')[0]}.. by {', '.join(sorted(labels))}")


def units() -> None:
    if not shutil.which("systemd-analyze"):
        print("units: not checked, there is no systemd-analyze")
        return
    with tempfile.TemporaryDirectory() as folder:
        for unit in DEPLOY.glob("service.*"):
            # Some program that exists.
            (Path(folder) / unit.name).write_text(unit.read_text().replace("/usr/local/bin/service", "/bin/true"))
        command = ["systemd-analyze", "verify", *map(str, Path(folder).glob("service.*"))]
        told = subprocess.run(command, capture_output=True, text=True)
        complaints = [line for line in told.stderr.splitlines() if folder in line or "service." in line]
        check(told.returncode == 0 and not complaints, f"units: systemd takes them: {complaints or 'nothing to say'}")


def main(program: str) -> None:
    with serving(f"{program} --port {{port}}") as base:
        shown = metrics(base)
        manifests(base, shown)
        dashboard(shown)
    units()


if __name__ == "__main__":
    main(sys.argv[1])
