"""The READMEs and NOTICE say what is there: commands, options, files, formats, packages."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from ingest.cli import main
from ingest.readers import READERS

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.ko.md")
GUIDE = "docs/office.md"

# What the READMEs name and a fresh clone doesn't have: a draft of the reader's own.
YOURS = {"draft.md", "초안.md"}
SUFFIXES = (".md", ".tsv", ".sql", ".toml", ".yml", ".lock", ".py", ".html", ".png")

_CODE = re.compile(r"```\w*\n(.*?)```|`([^`\n]+)`", re.S)
_LINK = re.compile(r"\]\(([^()\s]+)\)")
_ROW = re.compile(r"^\| `kb (\w+(?: [a-z]+)?)[^`]*` \|.*$", re.M)


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def code_of(text: str) -> list[str]:
    """Every line of code, in blocks and between backquotes, without its comment."""
    spans = (block or inline for block, inline in _CODE.findall(text))
    return [line.partition(" #")[0].strip() for span in spans for line in span.splitlines()]


def rows_of(text: str) -> dict[str, str]:
    """The rows of the table of commands by the command they describe."""
    return {match[1]: match[0] for match in _ROW.finditer(text)}


def options_of(command: click.Command) -> list[click.Option]:
    return [option for option in command.params if isinstance(option, click.Option)]


def subcommands(group: click.Command = main, before: str = "") -> dict[str, click.Command]:
    """Every command by its name; one of a group by both names."""
    assert isinstance(group, click.Group)
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        inner = isinstance(command, click.Group)
        found |= subcommands(command, f"{name} ") if inner else {f"{before}{name}": command}
    return found


def headings(text: str) -> set[str]:
    """The anchors of a README's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\s-]", "", title.lower()).replace(" ", "-") for title in titles}


def paths_in(text: str) -> Iterator[str]:
    """The files and folders of this repository that a README names."""
    for target in _LINK.findall(text):
        if not target.startswith(("http", "#")):
            yield target
    for word in (word for line in code_of(text) for word in line.split()):
        foreign = word.startswith(("/", ".", "http", "-")) or "*" in word or "\\" in word or word in YOURS
        if not foreign and ("/" in word or word.endswith(SUFFIXES)):
            yield word


@pytest.fixture(params=READMES)
def readme(request: pytest.FixtureRequest) -> str:
    return text_of(request.param)


def test_the_table_has_a_row_for_each_command(readme: str) -> None:
    assert sorted(rows_of(readme)) == sorted(subcommands())


def test_each_row_has_the_options_of_its_command_and_no_others(readme: str) -> None:
    rows = rows_of(readme)
    for name, command in subcommands().items():
        told = set(re.findall(r"(?<!\w)--[a-z-]+", rows[name]))
        assert told == {flag for option in options_of(command) for flag in option.opts}, name


def test_each_row_has_the_arguments_and_choices_of_its_command(readme: str) -> None:
    rows = rows_of(readme)
    for name, command in subcommands().items():
        for parameter in command.params:
            if isinstance(parameter, click.Argument):
                assert (parameter.name or "").upper() in rows[name], (name, parameter.name)
            if isinstance(parameter.type, click.Choice):
                assert "\\|".join(map(str, parameter.type.choices)) in rows[name], (name, parameter.name)


def test_each_row_has_the_defaults_of_its_command(readme: str) -> None:
    rows = rows_of(readme)
    for name, command in subcommands().items():
        for option in options_of(command):
            shown = option.show_default if isinstance(option.show_default, str) else option.default
            if option.show_default:
                assert str(shown) in rows[name], (name, option.name)


def test_help_is_documented(readme: str) -> None:
    for flag in main.context_settings["help_option_names"]:
        assert f"`{flag}`" in readme


@pytest.mark.parametrize("name", [*READMES, GUIDE])
def test_every_kb_command_in_an_example_exists_and_takes_its_options(name: str) -> None:
    commands = subcommands()
    for line in code_of(text_of(name)):
        words = re.sub(r"^(sudo -u gabonde )?\S*[\\/]kb(?=\s)", "kb", line).split()
        if len(words) > 1 and words[0] == "kb":
            name = next((one for one in (" ".join(words[1:3]), words[1]) if one in commands), None)
            assert name, line
            known = {flag for option in options_of(commands[name]) for flag in option.opts}
            assert {word for word in words if word.startswith("--")} <= known, line


def test_every_make_target_exists(readme: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.M))
    for line in code_of(readme):
        words = line.split()
        if words and words[0] == "make":
            named = {word for word in words[1:] if "=" not in word}
            assert named <= targets, line


def test_every_file_named_exists(readme: str) -> None:
    named = set(paths_in(readme))
    assert named
    assert not {path for path in named if not (ROOT / path).exists()}


@pytest.mark.parametrize("name", [*READMES, GUIDE])
def test_every_link_inside_has_its_heading(name: str) -> None:
    anchors = {target[1:] for target in _LINK.findall(text_of(name)) if target.startswith("#")}
    assert anchors <= headings(text_of(name))


def test_the_guide_copies_files_that_exist() -> None:
    named = set(re.findall(r"(?:/opt/gabonde/)?(deploy/[\w.-]+)", text_of(GUIDE)))
    assert named >= {f"deploy/{file.name}" for file in (ROOT / "deploy").iterdir() if file.is_file()}
    assert not {path for path in named if not (ROOT / path).exists()}


def test_the_formats_named_are_the_formats_read(readme: str) -> None:
    line = next(line for line in readme.splitlines() if line.startswith(("Formats read:", "읽는 형식:")))
    assert set(re.findall(r"`\.(\w+)`", line)) == {reader.format for reader in READERS}


def test_every_table_named_by_its_address_is_in_the_schema(readme: str) -> None:
    made = set(re.findall(r"^create (?:table|view) (\w+)", text_of("ingest/schema.sql"), re.M))
    named = set(re.findall(r"/kb/(\w+)", readme))
    assert named
    assert named <= made


def test_both_readmes_name_the_same_files() -> None:
    english, korean = (set(paths_in(text_of(name))) - set(READMES) for name in READMES)
    assert english ^ korean == set()


def test_notice_names_every_package_of_the_lock() -> None:
    locked = set(re.findall(r"^([a-z0-9][\w.-]*)==", text_of("requirements.lock"), re.M))
    listed = set(re.findall(r"^([a-z0-9][\w.-]*) {2,}\S", text_of("NOTICE"), re.M)) - {"package"}
    assert locked
    assert listed == locked
