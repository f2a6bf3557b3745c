#!/usr/bin/env python3
"""What a contributor types: run, test, check, bench, build or lock. It prepares its own environment first.

Needs Python 3.11 and nothing else. What it prepares lies in `.tools/` (the installer uv) and `.venv/` (the packages,
locked with hashes); on Debian it also installs the packages named below and puts two fonts into the user's cache.
A second run finds everything in place and asks no network.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
REQUIREMENTS = ROOT / "requirements"
LOCKS = ("uv", "app", "dev")
TOOLS, VENV = ROOT / ".tools", ROOT / ".venv"
CONSOLE = getattr(sys.stdout, "encoding", None) or "utf-8"
WINDOWS = sys.platform == "win32"

# What Qt needs to open a window, and fonts for the papers. Where releases differ in a name, either name serves.
DEBIAN_PACKAGES = (
    "ca-certificates libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 "
    "libglib2.0-0t64|libglib2.0-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 "
    "libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1 fontconfig "
    "fonts-arphic-uming fonts-arphic-ukai fonts-wqy-zenhei fonts-lxgw-wenkai"
)
# 仿宋 and 小标宋 on Debian: two files out of a package that is unpacked, never installed (GPL with font exception).
FONT_PACKAGE = "texlive-lang-chinese"
FONT_FOLDER = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
FONT_FILES = ("FandolFang-Regular.otf", "FandolSong-Bold.otf")

COMPILE = ("--universal", "--generate-hashes", "--python-version", "3.11", "--no-header", "--no-emit-index-url")
OUT_OF_REACH = ("dns error", "error sending request", "timed out", "connection", "name resolution", "resolving")
ENGLISH = {**os.environ, "LC_ALL": "C.UTF-8"}  # what apt and others answer is read by words
PROGRESS = ("Downloading", "Building", "Prepared", "Installed")
VERSION_OF = ("-c", "import sys; print('%d.%d' % sys.version_info[:2])")
FONT_CACHE_OF = ("-c", "from app.reports.fonts.folders import cache_folder as c; print(c())")
SCREEN_OF = ("-c", "from PySide6.QtGui import QGuiApplication as A; print(A([]).platformName(), end='')")


class Stop(Exception):
    """Ends the command with a line for the reader that says all there is to know."""


class Offline(Stop):
    """The network cannot be reached."""


def say(text: str) -> None:
    """Print one line at once, so that it stands before whatever a child process prints next."""
    print(f"dev.py: {text}".encode(CONSOLE, "replace").decode(CONSOLE), flush=True)


def binary(folder: Path, name: str) -> Path:
    """Return the path of a program inside a virtual environment on this system."""
    return folder / ("Scripts" if WINDOWS else "bin") / (f"{name}.exe" if WINDOWS else name)


PYTHON = binary(VENV, "python")
UV = binary(TOOLS / "uv", "uv")


def output(*command: str | Path) -> str | None:
    """Return what a command prints, stripped; None if it does not exist, fails, or says nothing for a minute."""
    try:
        done = subprocess.run(command, check=False, capture_output=True, timeout=60, cwd=ROOT, env=ENGLISH)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None


def work(what: str, *command: str | Path, env: dict[str, str] | None = None, cwd: Path = ROOT) -> None:
    """Run a step of the preparation; pass on its lines of progress, the rest only if it fails.

    Raises Offline if its words are those of a network out of reach, else Stop with its last words.
    """
    lines: list[str] = []
    with subprocess.Popen(
        command, env={**ENGLISH, **(env or {})}, cwd=cwd,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        for raw in process.stdout or ():
            lines.append(raw.decode("utf-8", "replace").strip())
            if lines[-1].startswith(PROGRESS):
                say(f"  {lines[-1]}")
    if process.returncode == 0:
        return
    said = "\n".join(lines[-12:])
    if any(sign in said.lower() for sign in OUT_OF_REACH):
        cause = lines[-1].split(": ", 1)[-1]
        raise Offline(f"{what}: the network cannot be reached ({cause}). Run the same command again when it is back.")
    raise Stop(f"{what} failed with exit status {process.returncode}:\n{said}")


def read(path: Path) -> str:
    """Return a small file's text without the ends, or nothing if it is not there."""
    return path.read_text("utf-8").strip() if path.is_file() else ""


def lock_hash(name: str) -> str:
    """Return the SHA-256 of a lock's text, the same on a checkout with Windows line ends."""
    return hashlib.sha256(read(REQUIREMENTS / f"{name}.txt").encode()).hexdigest()


def prepare_uv() -> None:
    """Put the locked uv into `.tools/uv`, an environment of its own, unless it is there and answers."""
    stamp = TOOLS / "uv.stamp"
    if read(stamp) == lock_hash("uv") and output(UV, "--version"):
        return
    if not importlib.util.find_spec("ensurepip"):
        package = f"python3.{sys.version_info.minor}-venv"
        install_debian(package, "that Python needs to make environments")
        importlib.invalidate_caches()
        if not importlib.util.find_spec("ensurepip"):
            raise Stop(f"this Python cannot make environments: it lacks ensurepip (on Debian the package {package})")
    say("installing uv into .tools/uv")
    shutil.rmtree(TOOLS / "uv", ignore_errors=True)
    work("making .tools/uv", sys.executable, "-m", "venv", TOOLS / "uv")
    pip = (binary(TOOLS / "uv", "python"), "-m", "pip", "install", "--require-hashes", "--only-binary=:all:")
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_USER": "0"}
    work("installing uv", *pip, "--retries=2", "-r", REQUIREMENTS / "uv.txt", env=quiet)
    stamp.write_text(lock_hash("uv"), "utf-8")


def network_settings() -> dict[str, str]:
    """Let uv trust what the system trusts and ask the package index that pip was told of, as behind a mirror."""
    settings = {} if "SSL_CERT_FILE" in os.environ else {"UV_SYSTEM_CERTS": "true"}
    pip_config = (binary(TOOLS / "uv", "python"), "-m", "pip", "config", "get", "global.index-url")
    mirror = os.environ.get("PIP_INDEX_URL") or output(*pip_config)
    if mirror and not {"UV_DEFAULT_INDEX", "UV_INDEX_URL"}.intersection(os.environ):
        settings["UV_DEFAULT_INDEX"] = mirror
    return settings


def prepare_environment() -> None:
    """Make `.venv` hold exactly what requirements/dev.txt locks, beginning anew if an earlier attempt was cut short.

    The stamp is gone while packages are laid down, so that an environment without one is known to be half made.
    """
    stamp = VENV / "prepared"
    version = output(PYTHON, *VERSION_OF)
    state = read(stamp)
    if version and state == f"{lock_hash('dev')} {version}":
        return
    if not version or not state.endswith(f" {version}"):
        say("making the environment .venv")
        fits = (3, 11) <= sys.version_info[:2] < (3, 14)
        wanted = sys.executable if fits else ">=3.11,<3.14"  # else uv looks for one, or fetches it
        work("making .venv", UV, "venv", "--quiet", "--clear", "--no-project", "--python", wanted, VENV)
    stamp.unlink(missing_ok=True)
    say("installing the locked packages into .venv (the first time some 400 MB are fetched)")
    sync = (UV, "pip", "sync", "--require-hashes", "--python", PYTHON, REQUIREMENTS / "dev.txt")
    work("installing the packages", *sync, env=network_settings())
    stamp.write_text(f"{lock_hash('dev')} {output(PYTHON, *VERSION_OF)}", "utf-8")


def on_debian() -> bool:
    """Say whether packages can be asked for by Debian's names here."""
    return sys.platform == "linux" and bool(shutil.which("apt-get") and shutil.which("dpkg-query"))


def apt_get(*arguments: str) -> tuple[int, str]:
    """Run apt-get as root, without questions; return its exit status and its last words."""
    command = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", *arguments]
    if os.geteuid() != 0:
        if not shutil.which("sudo"):
            return 1, "only root may install packages, and there is no sudo"
        command.insert(0, "sudo")
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, " ".join(done.stdout.decode("utf-8", "replace").splitlines()[-2:])


def known_to_apt(package: str) -> bool:
    """Say whether apt knows a version of the package that it could install."""
    said = output("apt-cache", "policy", package) or ""
    return "Candidate:" in said and "Candidate: (none)" not in said


def missing_debian(packages: str) -> list[str]:
    """Return those packages of which no name is installed (on Debian only); `a|b` is one package with two names."""
    if not on_debian():
        return []
    asked = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *packages.replace("|", " ").split()]
    lines = subprocess.run(asked, check=False, capture_output=True, text=True).stdout.splitlines()
    there = {line.split()[0] for line in lines if line.endswith(" installed")}
    return [names for names in packages.split() if there.isdisjoint(names.split("|"))]


def install_debian(packages: str, purpose: str) -> None:
    """Install what is missing of the packages; where that cannot be done, say what to install and go on."""
    unknown = TOOLS / "unknown-to-apt"
    missing = [names for names in missing_debian(packages) if names not in read(unknown).split()]
    if not missing:
        return
    listed = " ".join(names.split("|")[-1] for names in missing)
    say(f"installing Debian packages {purpose}: {listed}")
    old_lists, words = apt_get("-o", "APT::Update::Error-Mode=any", "update")
    chosen = {names: next(filter(known_to_apt, names.split("|")), "") for names in missing}
    lost = [names for names, name in chosen.items() if not name]
    status = old_lists if lost else 0
    if len(lost) < len(missing):
        failed, said = apt_get("install", "-y", "--no-install-recommends", *filter(None, chosen.values()))
        status, words = failed or status, said or words
    if status != 0:
        say(f"going on without them ({words}). Please run as root: apt-get install {listed}")
    elif lost:
        say(f"this release does not have {' '.join(lost)}; going on without")
        TOOLS.mkdir(exist_ok=True)
        unknown.write_text("\n".join([*read(unknown).split(), *lost]), "utf-8")


def prepare_fonts() -> None:
    """Put the fonts for 仿宋 and 小标宋 into the font cache as TrueType; without them no paper can be made."""
    if not on_debian():
        return
    fonts = Path(output(PYTHON, *FONT_CACHE_OF) or TOOLS)
    if all((fonts / name).with_suffix(".ttf").is_file() for name in FONT_FILES):
        return
    sources = [fonts / "src" / name for name in FONT_FILES]
    try:
        if not all(source.is_file() for source in sources):
            say(f"taking {' and '.join(FONT_FILES)} out of Debian's {FONT_PACKAGE} (50 MB, not installed)")
            take_fonts(fonts / "src")
        say("making TrueType fonts of them, once (about 20 s each)")
        work("making the fonts", PYTHON, "-m", "app.reports.fonts.convert", *sources)
    except Stop as trouble:
        say(f"going on, but no paper can be made until these fonts are there: {trouble}")


def take_fonts(target: Path) -> None:
    """Fetch the font package into a temporary folder (apt's own user may not write there) and keep its two fonts."""
    words = "" if known_to_apt(FONT_PACKAGE) else apt_get("-o", "APT::Update::Error-Mode=any", "update")[1]
    if words and not known_to_apt(FONT_PACKAGE):
        raise Stop(f"apt does not know {FONT_PACKAGE} ({words})")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        download = ("apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download", FONT_PACKAGE)
        work("fetching the fonts", *download, cwd=folder)
        work("unpacking the fonts", "dpkg-deb", "-x", next(folder.glob("*.deb")), folder / "unpacked")
        target.mkdir(parents=True, exist_ok=True)
        for font in FONT_FILES:
            part = target / f"{font}.part"
            shutil.copyfile(folder / "unpacked" / FONT_FOLDER / font, part)
            part.replace(target / font)


def prepare() -> None:
    """Set up everything that running and testing the program need."""
    install_debian(DEBIAN_PACKAGES, "that Qt and the papers need")
    prepare_uv()
    prepare_environment()
    prepare_fonts()


def python(*arguments: str | Path, **env: str) -> int:
    """Run the environment's Python in the project's folder and return its exit status."""
    return subprocess.call([PYTHON, *arguments], cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1", **env})


def screen_trouble() -> str:
    """Say in a few words why no window can be opened here, or nothing if one can (elsewhere than on Linux, always)."""
    if sys.platform != "linux":
        return ""
    told = [f"{name}={os.environ[name]}" for name in ("DISPLAY", "WAYLAND_DISPLAY") if os.environ.get(name)]
    if not told:
        return "no screen was found (DISPLAY and WAYLAND_DISPLAY are not set)"
    platform = output(PYTHON, *SCREEN_OF)
    if platform is None:
        return f"no screen was found ({' and '.join(told)} does not answer)"
    return "no screen was found (QT_QPA_PLATFORM asks for none)" if platform in ("offscreen", "minimal") else ""


def run(arguments: list[str]) -> int:
    """open the program; without a screen do the whole job on the demo office into out/"""
    prepare()
    if arguments:
        return python("main.py", *arguments)
    trouble = screen_trouble()
    if not trouble:
        say("opening the window")
        return python("main.py")
    say(f"{trouble}: doing the whole job on the demo office, without a window")
    out = ROOT / "out"
    if status := python("main.py", "demo", "--out", out, QT_QPA_PLATFORM="offscreen"):
        return status
    say(f"{trouble}, so no window was opened. The papers:")
    for path in sorted(path for path in out.iterdir() if path.is_file()):
        say(f"  {path.relative_to(ROOT)}  ({path.stat().st_size:,} bytes)")
    return 0


def test(arguments: list[str]) -> int:
    """pass the tests; --all adds the broad and slow cases, other arguments go to pytest"""
    prepare()
    chosen = ["-m", ""] if "--all" in arguments else []
    rest = [argument for argument in arguments if argument != "--all"]
    say("running the tests")
    return python("-m", "pytest", *chosen, *rest, QT_QPA_PLATFORM="offscreen")


def check(_arguments: list[str]) -> int:
    """ruff, pyright, the import rules, and whether the locks are what their inputs ask for"""
    prepare_uv()
    prepare_environment()
    steps: dict[str, Callable[[], int]] = {
        "ruff": lambda: python("-m", "ruff", "check", "."),
        "pyright": lambda: python("-m", "pyright", PYRIGHT_PYTHON_IGNORE_WARNINGS="1"),
        "import rules": lambda: python("-m", "pytest", "tests/test_architecture.py"),
        "locks": compare_locks,
    }
    failed: list[str] = []
    for name, step in steps.items():
        say(f"checking: {name}")
        failed += [name] if step() != 0 else []
    say(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def compile_lock(name: str, target: Path, *arguments: str) -> None:
    """Work out a lock; what the target already holds is kept where the input still allows it."""
    source = f"requirements/{name}.in"
    command = (UV, "pip", "compile", "--quiet", *COMPILE, *arguments, "-o", target)
    work(f"locking {source}", *command, source, env=network_settings())


def compare_locks() -> int:
    """Return 1 if a lock is not what its input gives now; without a network, say that it could not be compared."""
    status = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in LOCKS:
            again = Path(shutil.copy(REQUIREMENTS / f"{name}.txt", folder))
            try:
                compile_lock(name, again)
            except Offline as trouble:
                say(f"not compared: {trouble}")
                return status
            if read(again) != read(REQUIREMENTS / f"{name}.txt"):
                say(f"requirements/{name}.txt is not what {name}.in asks for: python3 dev.py lock")
                status = 1
    return status


def lock(arguments: list[str]) -> int:
    """work out requirements/*.txt anew; arguments such as --upgrade go to uv pip compile"""
    prepare_uv()
    for name in LOCKS:
        say(f"locking requirements/{name}.in")
        compile_lock(name, Path(f"requirements/{name}.txt"), *arguments)
    return 0


def bench(arguments: list[str]) -> int:
    """measure each figure beside its peer; arguments are --quick, --json and names of benches"""
    prepare()
    return python("-m", "bench", *arguments)


def build(_arguments: list[str]) -> int:
    """make the one-folder bundle in dist/ and let it check itself"""
    prepare()
    say("building dist/招商台")
    if status := python("-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=WARN", "pyinstaller.spec"):
        return status
    bundle = ROOT / "dist" / "招商台"
    size = sum(path.lstat().st_size for path in bundle.rglob("*") if path.is_file())
    say(f"{bundle.relative_to(ROOT)}: {size / 1e6:.0f} MB; checking it with its own self-test")
    zst = bundle / ("zst.exe" if WINDOWS else "zst")
    return subprocess.call([zst, "self-test"], env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})


COMMANDS = {command.__name__: command for command in (run, test, check, bench, build, lock)}


def main() -> int:
    """Do what the command line asks and return the exit status: the command's own, or 1 with a line that says why."""
    epilog = "\n".join(f"  {name:6} {command.__doc__}" for name, command in COMMANDS.items())
    parser = argparse.ArgumentParser("dev.py", epilog=epilog, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="see below")
    asked = parser.parse_args()
    try:
        return COMMANDS[asked.command](asked.arguments)
    except Stop as trouble:
        say(str(trouble))
    except KeyboardInterrupt:
        say("stopped; the same command goes on from here")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
