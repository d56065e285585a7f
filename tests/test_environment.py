"""pyproject.toml, requirements.lock and environment.yml say the same."""

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def _name(requirement: str) -> str:
    return re.split(r"[<>=!~;\[ ]", requirement)[0].lower().replace("_", "-").replace(".", "-")


def test_every_direct_dependency_is_locked():
    locked = {_name(line) for line in LOCK.splitlines() if re.match(r"^[A-Za-z0-9]", line)}
    direct = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]
    assert {_name(requirement) for requirement in direct} <= locked


def test_every_pin_has_a_hash_and_no_address():
    pins = re.split(r"\n(?=[A-Za-z0-9])", "\n" + LOCK.split("\n#")[-1])[1:]
    assert len(pins) > 100, "a lock with so few pins is not the whole closure"
    assert all("==" in pin and "--hash=sha256:" in pin for pin in pins)
    assert not re.search(r"://|file:|--(?!hash=)", LOCK)


def test_conda_gets_the_same_lock_and_python():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    plain = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    (pip,) = [entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict)]
    assert "pip" in plain
    assert f"python{PROJECT['requires-python']}" in plain
    assert pip == ["--require-hashes", "-r requirements.lock"]


def test_the_lock_holds_the_build_backend():
    assert re.search(r"^setuptools==", LOCK, re.MULTILINE)
