"""New ports from the template, and old ports brought to its present generation.

The template is a directory for each generation, ``template/1`` being for ``HOOK_API`` 1. The merge that keeps a
porter's changes is copier's, which updates only from git. So the generations are put into a git repository for as long
as copier works: one commit each, tagged, with a fixed author and date, so that each has the same hash everywhere.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from kretcore.errors import ScaffoldError

TEMPLATES = Path(__file__).parent / "template"

ANSWERS = ".copier-answers.yml"
"""The file in a port that tells its generation and what was answered."""

SOURCE = "file:///kretcore/template.git"
"""What ports say they come from: no place of one computer. While copier works it leads to a repository made for it."""

NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
"""What an architecture may be called."""

_WHO = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "kretcore"), ("EMAIL", "kretcore@localhost"), ("DATE", "2005-05-05T00:00:00+0000"))
}
_GIT_ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def generations() -> list[str]:
    """The template's generations, oldest first."""
    return sorted((path.name for path in TEMPLATES.iterdir() if path.name.isdecimal()), key=int)


def questions(generation: str) -> list[str]:
    """Names of what a generation asks."""
    text = (TEMPLATES / generation / "copier.yml").read_text()
    found = re.findall(r"^([a-z]\w*):\n((?: .*\n)*)", text, re.MULTILINE)
    return [name for name, body in found if "  when: false\n" not in body]


def new(name: str, directory: Path, data: Mapping[str, str], *, defaults: bool) -> None:
    """Write the distribution of a new architecture.

    :param data: answers by the question's name.
    :param defaults: ask nothing.
    :raises ScaffoldError: it cannot be done; nothing has been written.
    """
    newest = generations()[-1]
    if not NAME.fullmatch(name):
        raise ScaffoldError(
            f"{name!r} cannot be an architecture's name: small letters, digits and single underscores, "
            f"beginning with a letter"
        )
    asked = questions(newest)
    if unknown := sorted(set(data) - set(asked)):
        raise ScaffoldError(f"the template does not ask for {', '.join(unknown)}; it asks for {', '.join(asked)}")
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise ScaffoldError(f"{directory} exists already; -o DIR writes elsewhere")
    copier = _copier()
    with _repository(), _errors_in_a_line():
        copier.run_copy(
            SOURCE, directory, {**data, "name": name}, vcs_ref=newest, defaults=defaults, quiet=True, unsafe=False
        )


def update(directory: Path, *, defaults: bool) -> tuple[str, str, list[str]]:
    """Bring a port to the newest generation.

    :return: the generation it had, the one it has, and the files with conflicts to resolve.
    :raises ScaffoldError: it cannot be done; nothing has been changed.
    """
    old, newest = generation(directory), generations()[-1]
    if int(old) > int(newest):
        raise ScaffoldError(
            f"{directory} is of the template's generation {old}, this kretcore has {newest}: upgrade kretcore"
        )
    if old == newest:
        return old, newest, []
    if _git(directory, "rev-parse", "--is-inside-work-tree") is None:
        raise ScaffoldError(f"{directory} is in no git repository, so your changes could not be told apart: `git init`")
    if _git(directory, "rev-parse", "HEAD") is None or _git(directory, "status", "--porcelain", "--", "."):
        raise ScaffoldError(f"{directory} has uncommitted changes: commit them first, to see what the update changes")
    copier = _copier()
    with _repository(), _errors_in_a_line():
        copier.run_update(
            directory,
            vcs_ref=newest,
            defaults=defaults,
            skip_answered=True,
            overwrite=True,
            conflict="inline",
            quiet=True,
            unsafe=False,
        )
    conflicts = _git(directory, "diff", "--name-only", "--diff-filter=U", "--relative") or ""
    return old, newest, sorted(set(conflicts.splitlines()))


def generation(directory: Path) -> str:
    """The generation of the template that a port was made from or last brought to.

    :raises ScaffoldError: it is no port.
    """
    try:
        text = (directory / ANSWERS).read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise ScaffoldError(f"{directory} is no port made by `kret arch new`: it has no readable {ANSWERS}") from error
    found = re.search(r"^_commit: ['\"]?(\d+)['\"]?$", text, re.MULTILINE)
    if found is None or f"_src_path: {SOURCE}" not in text:
        raise ScaffoldError(f"{directory} is no port made by `kret arch new`: its {ANSWERS} is of another template")
    return found[1]


def _git(directory: Path, *arguments: str) -> str | None:
    done = subprocess.run(["git", *arguments], cwd=directory, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else None


def _copier() -> ModuleType:
    if shutil.which("git") is None:
        raise ScaffoldError("the template needs git, and there is none in PATH")
    try:
        import copier
    except ImportError as error:
        raise ScaffoldError("the template needs copier: `pip install 'kretcore[new]'`") from error
    return copier


@contextmanager
def _errors_in_a_line() -> Iterator[None]:
    from copier.errors import CopierError

    try:
        yield
    except KeyboardInterrupt:  # copier makes one of its errors of it
        raise
    except (CopierError, ValueError) as error:
        message = " ".join(str(error).split())
        if "interactive" in message.lower():
            message = "there is no terminal to ask on: answer with --data QUESTION=ANSWER, or take the --defaults"
        raise ScaffoldError(message) from error


@contextmanager
def _repository() -> Iterator[None]:
    """Have :data:`SOURCE` lead to a repository of the template, for git as copier calls it."""
    with TemporaryDirectory(prefix="kretcore-") as temporary:
        repository = build_repository(Path(temporary) / "template.git")
        variables = {
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"url.{repository.as_uri()}.insteadOf",
            "GIT_CONFIG_VALUE_0": SOURCE,
            "COPIER_CACHE_DIR": str(Path(temporary) / "copier"),
        }
        with _variables(variables):
            yield


def build_repository(repository: Path) -> Path:
    """Make the git repository of all generations; the same bytes give the same hashes, whoever makes it and where."""
    environment = {**os.environ, **_WHO, **_GIT_ALONE, "GIT_DIR": str(repository)}
    for name in ("GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"):
        environment.pop(name, None)

    def git(*arguments: str, tree: Path | None = None) -> None:
        where = ["--work-tree", str(tree)] if tree else []
        options = ["-c", "core.autocrlf=false", "-c", "core.fileMode=false", "-c", "commit.gpgSign=false"]
        command = ["git", *options, *where, *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=tree)
        if done.returncode:
            raise ScaffoldError(f"git cannot hold the template: {done.stderr.strip()}")

    git("init", "-q", "--bare", "--template=", "--initial-branch=main", str(repository))
    for generation in generations():
        tree = TEMPLATES / generation
        git("add", "--all", "--force", ".", tree=tree)
        git("commit", "-q", "--no-verify", "-m", f"Generation {generation}", tree=tree)
        git("tag", generation)
    return repository


@contextmanager
def _variables(variables: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables, where copier's runner of commands sees them too: it has a copy of its own."""
    from plumbum import local

    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        with local.env(**variables):
            yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
