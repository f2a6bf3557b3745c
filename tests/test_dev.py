"""The two commands a newcomer types rest on these: true locks, and a preparation that knows what is there already."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import dev


def pins(name: str) -> dict[str, str]:
    """Return the packages of a lock with their versions."""
    return dict(re.findall(r"^([\w.-]+)==([^ ;\\]+)", (dev.REQUIREMENTS / f"{name}.txt").read_text("utf-8"), re.M))


@pytest.mark.parametrize("name", dev.LOCKS)
def test_every_locked_package_has_a_hash(name: str) -> None:
    blocks = re.split(r"^(?=[\w.-]+==)", (dev.REQUIREMENTS / f"{name}.txt").read_text("utf-8"), flags=re.M)[1:]
    assert blocks
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("path", sorted(dev.REQUIREMENTS.iterdir()), ids=lambda path: path.name)
def test_no_lock_names_a_host(path: Path) -> None:
    assert "://" not in path.read_text("utf-8")


def test_contributors_and_the_office_use_the_same_versions() -> None:
    app, everything = pins("app"), pins("dev")
    assert {name: everything.get(name) for name in app} == app


def test_pyside_is_the_release_that_lives_on_python_3_11() -> None:
    """docs/decisions/0002."""
    assert pins("app")["pyside6"] == "6.11.3"


def test_a_prepared_environment_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "prepared").write_text(f"{dev.lock_hash('dev')} {sys.version_info.major}.{sys.version_info.minor}")
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(dev, "work", lambda what, *_a, **_k: pytest.fail(f"would be {what}"))
    dev.prepare_environment()


@pytest.mark.parametrize(
    "stamp, steps",
    [
        ("", ["making .venv", "installing the packages"]),
        ("{old} 3.1", ["making .venv", "installing the packages"]),
        ("{old} {version}", ["installing the packages"]),
    ],
    ids=["cut short", "made by another Python", "made from an older lock"],
)
def test_an_environment_is_repaired(
    stamp: str, steps: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    (tmp_path / "prepared").write_text(stamp.format(old="0" * 64, version=version))
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    done: list[str] = []
    monkeypatch.setattr(dev, "work", lambda what, *_a, **_k: done.append(what))
    dev.prepare_environment()
    assert done == steps
    assert dev.read(tmp_path / "prepared") == f"{dev.lock_hash('dev')} {version}"


def test_an_attempt_that_fails_leaves_no_stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "prepared").write_text(f"{'0' * 64} {sys.version_info.major}.{sys.version_info.minor}")
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))

    def fail(what: str, *_command: object, **_options: object) -> None:
        raise dev.Offline(what)

    monkeypatch.setattr(dev, "work", fail)
    with pytest.raises(dev.Offline):
        dev.prepare_environment()
    assert not (tmp_path / "prepared").exists()


def test_a_network_out_of_reach_is_one_line() -> None:
    words = "import sys; sys.exit('error: failed to fetch\\n  Caused by: dns error\\n  Caused by: more')"
    with pytest.raises(dev.Offline) as trouble:
        dev.work("installing uv", sys.executable, "-c", words)
    assert str(trouble.value).startswith("installing uv: the network cannot be reached")
    assert "\n" not in str(trouble.value)


def test_another_failure_shows_its_last_words() -> None:
    with pytest.raises(dev.Stop, match="no such thing") as trouble:
        dev.work("installing uv", sys.executable, "-c", "import sys; sys.exit('no such thing')")
    assert not isinstance(trouble.value, dev.Offline)


def test_either_name_of_a_renamed_package_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "on_debian", lambda: True)
    told = "libnew-t64 installed\nlibgone config-files\nlibhere installed\n"
    monkeypatch.setattr(dev.subprocess, "run", lambda *_a, **_k: subprocess.CompletedProcess([], 1, told, ""))
    assert dev.missing_debian("libnew-t64|libnew libgone libhere libnever") == ["libgone", "libnever"]


def test_without_the_right_to_install_the_packages_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "on_debian", lambda: True)
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(dev.shutil, "which", lambda _name: None)
    monkeypatch.setattr(dev, "TOOLS", tmp_path)
    monkeypatch.setattr(dev, "missing_debian", lambda _packages: ["libnew-t64|libnew", "fontconfig"])
    dev.install_debian("libnew-t64|libnew fontconfig", "for a test")
    assert capsys.readouterr().out.splitlines()[-1].endswith("Please run as root: apt-get install libnew fontconfig")


def test_a_display_that_does_not_answer_is_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows and macOS there always is a screen, whatever DISPLAY says."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: nobody answers there
        display = f"127.0.0.1:{taken.getsockname()[1] - 6000}"
        monkeypatch.setenv("DISPLAY", display)
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        monkeypatch.delenv("QT_QPA_PLATFORM")
        monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
        monkeypatch.setattr(dev, "ENGLISH", dict(os.environ))
        said = dev.screen_trouble()
    expected = f"no screen was found (DISPLAY={display} does not answer)"
    assert said == (expected if sys.platform == "linux" else "")
