"""What the documents say is so: commands parse, links lead somewhere, names exist."""

from __future__ import annotations

import functools
import importlib
import itertools
import re
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
import typer
from typer.core import TyperGroup

import inconcert
from inconcert.cli.list import LISTS
from inconcert.cli.main import application
from inconcert.errors import InconcertError
from inconcert.pipeline.choices import choices, conf_dirs
from inconcert.pipeline.preflight import checked_overrides

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^ *(```|~~~)(\w*)")
INLINE = re.compile(r"`+([^`\n]+)`+")
LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?[^)]*\)|(?:src|href)=\"([^\"]+)\"")
HEADING = re.compile(r"^#{1,6} +(.+?) *#*$")
PLACEHOLDER = re.compile(r"\.\.\.|…|<[^>]*>|(?<![A-Za-z])[A-Z][A-Z_]+(?![a-z])")
UsageError = typer.BadParameter.__mro__[1]
"""Of the click that typer brings along, which has no public name."""
SHELL_ENDS = {"|", "||", "&&", ";", ">", ">>", "2>", "&"}
MACHINE_PATH = re.compile(r"(?<![\w.:/~-])/(?:home|root|work|Users|mnt|media)/\w+|[A-Z]:\\Users\\")


@dataclass(frozen=True)
class Command:
    """A command line of a document, as words after `inconcert`."""

    where: str
    words: tuple[str, ...]
    whole: bool
    """Whether it is shown to be typed; one within a sentence may leave arguments out."""

    def __str__(self) -> str:
        return f"{self.where}: inconcert {shlex.join(self.words)}"


@dataclass(frozen=True)
class Line:
    """A line of a document that is code (with its language) or text (None)."""

    number: int
    text: str
    language: str | None


def documents() -> list[Path]:
    """Return what people read: README, docs, the notes beside examples and experiments."""
    folders = ("docs", "examples", "experiments")
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.md")]
    return sorted([*ROOT.glob("*.md"), *found])


def lines_of(path: Path) -> Iterator[Line]:
    """Yield the lines: in a fence, code of its language; indented by four, code of none."""
    fence = language = None
    blank = True
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        opened = FENCE.match(text)
        if opened and fence in (None, opened[1]):
            fence, language = (None, None) if fence else (opened[1], opened[2])
            continue
        indented = text.startswith("    ") and blank
        yield Line(number, text, language if fence else "" if indented else None)
        blank = indented or not text.strip()


def commands_of(path: Path) -> Iterator[Command]:
    """Yield every `inconcert ...` of a document."""
    begun = ""
    for line in lines_of(path):
        where = f"{path.relative_to(ROOT)}:{line.number}"
        if line.language is None:
            for span in INLINE.findall(line.text):
                yield from _command(where, span, whole=False)
        elif line.text.rstrip().endswith("\\"):
            begun += line.text.rstrip()[:-1]
        else:
            yield from _command(where, begun + line.text, whole=True)
            begun = ""


def _command(where: str, text: str, *, whole: bool) -> Iterator[Command]:
    typed = re.sub(r"^\s*(\$ +)?((\w+=\S* +)*)(\S*/bin/)?(python3? -m +)?(?=inconcert )", "", text)
    if not typed.startswith("inconcert "):
        return
    words = shlex.split(typed, comments=True)
    end = next((place for place, word in enumerate(words) if word in SHELL_ENDS), len(words))
    yield Command(where, tuple(words[1:end]), whole)


def yaml_commands() -> Iterator[Command]:
    """Yield the commands in the first lines of configs and studies."""
    for path in sorted([*(ROOT / "conf").rglob("*.yaml"), *(ROOT / "experiments").rglob("*.yaml")]):
        for text in path.read_text(encoding="utf-8").splitlines():
            if not text.startswith("#"):
                break
            yield from _command(str(path.relative_to(ROOT)), text.lstrip("# "), whole=True)


def all_commands() -> list[Command]:
    """Return every command that users of this repository alone can type."""
    ours = [path for path in documents() if "examples" not in path.parts]
    return [*(one for path in ours for one in commands_of(path)), *yaml_commands()]


@functools.cache
def _root() -> TyperGroup:
    root = typer.main.get_command(application())
    assert isinstance(root, TyperGroup)
    return root


def check(command: Command) -> None:
    """Parse a command without running it. Raises what a user would be told."""
    words = list(command.words)
    found: Any = _root()
    context = found.context_class(found, info_name="inconcert")
    while isinstance(found, TyperGroup) and words and not words[0].startswith("-"):
        name, found, words = found.resolve_command(context, words)
        context = found.context_class(found, parent=context, info_name=name)
    if context.info_name == "train":
        _check_overrides(words)
        return
    try:
        found.make_context(context.info_name, words, parent=context.parent)
    except typer.Exit:
        return
    except UsageError as error:
        excused = not command.whole or _is_left_open(error, command.words)
        if not excused or type(error).__name__ == "NoSuchOption":
            raise


def _is_left_open(error: Exception, words: tuple[str, ...]) -> bool:
    """Say whether the refused value stands for one, as in `--seed N`."""
    names = getattr(getattr(error, "param", None), "opts", ())
    given = [after for before, after in itertools.pairwise(words) if before in names]
    return any(re.fullmatch(r"[A-Z_]+|\.\.\.", value) for value in given)


def _check_overrides(words: list[str]) -> None:
    """Check what goes to Hydra, where it says something definite."""
    from hydra._internal.utils import get_args_parser

    parsed = get_args_parser().parse_intermixed_args(words)
    definite = [word for word in parsed.overrides if not PLACEHOLDER.search(word)]
    checked_overrides(definite, dirs=conf_dirs(), multirun=parsed.multirun)


def test_commands_are_found() -> None:
    """The checks below would pass on nothing."""
    assert any(command.words[0] == "train" for command in all_commands())
    assert any(command.words[0] == "score" for command in all_commands())


@pytest.mark.parametrize("command", all_commands(), ids=str)
def test_command_parses(command: Command) -> None:
    check(command)


@pytest.mark.parametrize(
    "text",
    [
        "inconcert simulate tiny --out DIR --seed N",
        "$ .venv/bin/inconcert list models | sort",
        "MPLBACKEND=agg python -m inconcert train model=NAME seed=0,1,2 -m && echo done",
    ],
)
def test_a_right_command_passes_however_it_is_written(text: str) -> None:
    (command,) = _command("here", text, whole=True)
    check(command)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("inconcert skore posts.csv --out DIR", UsageError),
        ("inconcert score posts.csv --output DIR", UsageError),
        ("inconcert score posts.csv", UsageError),
        ("inconcert score --out DIR", UsageError),
        ("inconcert simulate tiny --out DIR --seed zero", UsageError),
        ("inconcert list modells", UsageError),
        ("inconcert posts chek PATH", UsageError),
        ("inconcert train model=logistik", InconcertError),
        ("inconcert train -m network.window_second=60,300", InconcertError),
    ],
)
def test_a_wrong_command_would_be_noticed(text: str, error: type[Exception]) -> None:
    (command,) = _command("here", f"    $ {text}  # as typed", whole=True)
    with pytest.raises(error):
        check(command)


def slug(heading: str) -> str:
    """Return the anchor of a heading, as web hosts of Markdown make it."""
    plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def anchors(path: Path) -> set[str]:
    """Return the anchors of a document."""
    found = (HEADING.match(line.text) for line in lines_of(path) if line.language is None)
    return {slug(heading[1]) for heading in found if heading}


def broken_links(path: Path) -> Iterator[str]:
    """Yield the relative links of a document that lead nowhere."""
    for line in lines_of(path):
        if line.language is not None:
            continue
        for pair in LINK.findall(INLINE.sub("", line.text)):
            link = pair[0] or pair[1]
            if re.match(r"[a-z][a-z+.-]*:", link):
                continue
            place, _, anchor = unquote(link).partition("#")
            target = (path.parent / place).resolve() if place else path
            known = anchors(target) if target.suffix == ".md" and target.is_file() else None
            if not target.exists() or (anchor and known is not None and anchor not in known):
                yield f"{path.relative_to(ROOT)}:{line.number}: {link}"


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    assert list(broken_links(path)) == []


def test_a_broken_link_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text(
        "# One `word`\n[here](#one-word) [no](#two) [nor](gone.md) [out](https://a.b)\n"
    )
    assert list(broken_links(page)) == ["page.md:2: #two", "page.md:2: gone.md"]


def spans(path: Path) -> Iterator[str]:
    """Yield what a document sets as code: spans in sentences, and lines of code."""
    for line in lines_of(path):
        if line.language is None:
            yield from INLINE.findall(line.text)
        else:
            yield line.text


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_python_names_exist(path: Path) -> None:
    """`inconcert.a.b.C` is a module, or something in one; also when it is called."""
    for span in spans(path):
        for dotted in re.findall(r"(?<![\w./-])inconcert(?:\.[A-Za-z_]\w*)+", span):
            if dotted != "inconcert.extensions":
                assert exists(dotted), f"{path.relative_to(ROOT)}: {dotted}"


def exists(dotted: str) -> bool:
    """Say whether a dotted name of ours is there.

    >>> exists("inconcert.errors.InputError"), exists("inconcert.errors.Nothing")
    (True, False)
    """
    found: object = inconcert
    for place, part in enumerate(dotted.split(".")[1:], start=2):
        if not hasattr(found, part):
            try:
                found = importlib.import_module(".".join(dotted.split(".")[:place]))
            except ModuleNotFoundError:
                return False
        else:
            found = getattr(found, part)
    return True


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_files_named_as_code_exist(path: Path) -> None:
    """A span such as `networks/actions.py` or `conf/model` is a file or folder of ours."""
    bases = (ROOT, ROOT / "src" / "inconcert", path.parent)
    ours = {entry.name for base in bases for entry in base.iterdir() if entry.is_dir()}
    for span in (span for line in lines_of(path) for span in INLINE.findall(line.text)):
        if (
            not re.fullmatch(r"(\.\./)*[\w.-]+(/[\w.-]+)+/?", span)
            or span.split("/")[0] not in ours
        ):
            continue
        assert any((base / span).exists() for base in bases), f"{path.relative_to(ROOT)}: {span}"


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][\w-]*):", makefile, flags=re.MULTILINE))
    for path in documents():
        for span in spans(path):
            named = re.match(r"\s*(?:\$ +)?make +([a-z][\w-]*)", span)
            assert not named or named[1] in targets, f"{path.relative_to(ROOT)}: {span}"


@pytest.mark.parametrize(
    ("group", "what", "prefix"),
    [
        ("model", "models", ""),
        ("dataset", "datasets", ""),
        ("experiment", "experiments", "experiment="),
        ("scenario", "scenarios", ""),
    ],
)
def test_every_choice_is_listed_with_words(group: str, what: str, prefix: str) -> None:
    rows = dict(LISTS[what]())
    for name in choices(group):
        assert rows.get(f"{prefix}{name}"), f"{group}={name}: not listed, or without a word on it"


def test_every_card_and_study_is_listed() -> None:
    datasets, experiments = dict(LISTS["datasets"]()), dict(LISTS["experiments"]())
    for card in (ROOT / "datasets").glob("*/card.yaml"):
        assert datasets[f"card {card.parent.name}"]
    for study in (ROOT / "experiments").glob("*/study.yaml"):
        assert experiments[f"reproduce {study.parent.name}"]
        assert (study.parent / "README.md").is_file()


def test_every_decision_has_a_number_of_its_own_and_says_why() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [record.name[:4] for record in records]
    assert numbers == [f"{number:04}" for number in range(1, len(records) + 1)]
    for record in records:
        text = record.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(record.name[:4])}. ")
        for part in ("**Decided:**", "**Why.**", "**Costs.**", "**Undoing it**"):
            assert part in text, f"{record.name}: no {part}"


def test_no_file_holds_a_path_of_some_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout: nothing says which files are ours")
    names = [name for name in listed.stdout.decode().split("\0") if name]
    found = [
        f"{name}:{number}: {text.strip()[:120]}"
        for name in names
        for number, text in _text_lines(ROOT / name)
        if MACHINE_PATH.search(text)
    ]
    assert found == []


def _text_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield numbered lines of a text file; none of a binary one, or of this one."""
    if not path.is_file() or path == Path(__file__).resolve():
        return
    content = path.read_bytes()
    if b"\0" not in content:
        yield from enumerate(content.decode("utf-8", errors="replace").splitlines(), start=1)
