"""Templates of papers: files of the office over those that the program ships, filled with fields into drafts."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from app.models.office import Office, OfficeNames, read_names
from app.reports.marked import Format, PlainTable
from app.rules.audience import SINGLE, Scope
from app.rules.errors import OfficeError, Refused
from app.services.office.places import RESOURCES
from app.services.papers import fields as known
from app.services.papers.content import TO_FILL, Numbering, PaperContent, Recipient, names_in
from app.services.papers.sandbox import TemplateFault, render
from app.services.papers.store import write_whole

SHIPPED = RESOURCES / "papers" / "templates"
FOLDER = "templates"
"""The folder of the office that holds its own versions."""

_FORMATS = {"函": "letter", "文件": "file", "便笺": "plain"}
_NUMBERING = {"": "own", "本机关": "own", "留空": "blank", "不编号": "none"}
_YES = {"": "", "是": "yes", "否": ""}
_HEAD_KEYS = ("份号", "密级", "紧急程度", "签发人", "盖章", "一页")
_TEXT_KEYS = ("文种", "标题", "格式", "机关", "编号", "文号", "范围", "主送", "答复", "落款", "附注", "抄送")
_KEYS = (*_TEXT_KEYS, "印发机关", *_HEAD_KEYS)
_FIXED = re.compile(r"^(数据|填写|默认)[：:]\s*(.*)$")
_LINE = re.compile(r"^([^：:\s]{2,4})[：:]\s*(.*)$")
_NAME = re.compile(r"[\w（）()·\- ]{1,40}")


@dataclass(frozen=True)
class Template:
    """A template: its name, its text, whether the office has its own version of it, or made it itself."""

    name: str
    source: str
    own: bool
    shipped: bool


@dataclass(frozen=True)
class Input:
    """Something that the user fills in when drafting, with an example; or what stands there unless changed."""

    name: str
    example: str
    standing: bool = False

    @property
    def unfilled(self) -> str:
        """Return what stands in a draft where nothing was filled in: a mark that keeps it from being signed."""
        return self.example if self.standing else f"{TO_FILL}{self.example}】"


def templates(office_folder: Path) -> tuple[Template, ...]:
    """Return all templates by name; one of the office's stands over the shipped one of the same name."""
    names = {path.stem for folder in (SHIPPED, office_folder / FOLDER) for path in folder.glob("*.txt")}
    return tuple(template(office_folder, name) for name in sorted(names, key=lambda one: (not _ships(one), one)))


def template(office_folder: Path, name: str) -> Template:
    """Return one template; raise `OfficeError` where there is none, or it cannot be read."""
    own = office_folder / FOLDER / f"{name}.txt"
    path = own if own.is_file() else SHIPPED / f"{name}.txt"
    try:
        source = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise OfficeError(f"模板“{path}”不是 UTF-8 文本。请用记事本另存为 UTF-8 后再试。") from None
    except OSError as error:
        raise OfficeError(f"没有“{name}”这个模板，或读不出来（{path}）。") from error
    return Template(name, source, own=path is own, shipped=_ships(name))


def save_template(office: Office, name: str, source: str, today: dt.date) -> None:
    """Keep the office's own version of a template, or a new one; raise `TemplateFault` where it cannot be filled."""
    name = name.strip()
    if not _NAME.fullmatch(name):
        raise Refused("模板的名字须是1至40个字，不能有标点（括号、短横除外）。")
    with closing(office.read()) as connection:
        example(connection, source, today)
    with office.change(f"保存模板：{name}"):
        write_whole(office.folder / FOLDER / f"{name}.txt", source.encode())


def restore_template(office: Office, name: str) -> None:
    """Take away the office's own version, so that the shipped one holds again."""
    with office.change(f"恢复模板：{name}"):
        (office.folder / FOLDER / f"{name}.txt").unlink(missing_ok=True)


def data_of(source: str) -> str:
    """Return the word of the line “数据：”: what the template is filled with; raise `TemplateFault` for another."""
    for number, line in enumerate(source.splitlines(), start=1):
        if (match := _FIXED.match(line)) and match[1] == "数据":
            if match[2].strip() not in known.EXAMPLES:
                raise TemplateFault(number, f"没有“{match[2]}”这种数据；可选：{'、'.join(known.EXAMPLES)}。")
            return match[2].strip()
    return "无"


def inputs_of(source: str) -> tuple[Input, ...]:
    """Return what the user is asked for: the lines 填写：名称 = 例子 and 默认：名称 = 内容.

    Raises `TemplateFault` for a wrong one.
    """
    found: dict[str, Input] = {}
    for number, line in enumerate(source.splitlines(), start=1):
        if line.strip() == "---":
            break
        match = _FIXED.match(line)
        if match is None or match[1] == "数据":
            continue
        name, equals, value = match[2].replace("＝", "=").partition("=")
        if not equals or not name.strip().isidentifier():
            raise TemplateFault(number, "“填写：”“默认：”后面要写 名称 = 内容，名称只用汉字、字母和数字。")
        if name.strip() in found:
            raise TemplateFault(number, f"“{name.strip()}”写了两次。")
        found[name.strip()] = Input(name.strip(), value.strip(), standing=match[1] == "默认")
    return tuple(found.values())


def given_inputs(source: str, given: Mapping[str, str]) -> dict[str, str]:
    """Return what a batch fills in: what is given, else what stands by itself, else nothing."""
    return {one.name: given.get(one.name) or (one.example if one.standing else "") for one in inputs_of(source)}


def example_fields(source: str, names: OfficeNames, today: dt.date) -> known.Fields:
    """Return example values of all fields that the template may use."""
    inputs = {one.name: one.example for one in inputs_of(source)}
    return {**known.common(names, today, answer_days(source), inputs), **known.EXAMPLES[data_of(source)]}


def example(connection: sqlite3.Connection, source: str, today: dt.date) -> PaperContent:
    """Fill a template with example values, for the preview beside the editor; raises `TemplateFault`."""
    fields = example_fields(source, read_names(connection), today)
    tables = tuple(
        (mark, PlainTable("示例表", ("名次", "单位", "得分"), (("1", "定国县", "96.00"),)))
        for mark in MARKS.get(data_of(source), ())
    )
    return fill(source, fields, today, name="示例", tables=tables)


MARKS = {"通报": ("【排名表】", "【进度表】"), "告知": ("【分年表】",)}
"""The tables that a template may place, by the word of its line “数据：”."""


def fill(
    source: str,
    fields: Mapping[str, Any],
    today: dt.date,
    *,
    name: str,
    recipients: tuple[Recipient, ...] = (),
    tables: tuple[tuple[str, PlainTable], ...] = (),
    origin: str = "",
) -> PaperContent:
    """Return the paper that a template makes of `fields`; raise `TemplateFault` with line and reason."""
    head, text = _split(source, render(_blanked(source), fields))
    if "标题" not in head:
        raise TemplateFault(1, "开头没有“标题：”一行。")
    number = head.get("文号", "")
    numbering = "none" if number == "不编号" else _chosen(source, head, "编号", _NUMBERING)
    audience = head.get("范围", "") or SINGLE
    try:
        Scope.read(audience)
    except Refused as refused:
        raise TemplateFault(_line_of(source, "范围"), refused.message) from None
    authority = head.get("机关") or str(fields["机关"]["名称"])
    return PaperContent(
        kind=head.get("文种") or name,
        title=head["标题"],
        authority=authority,
        text=text,
        day=today,
        audience=audience,
        series="" if numbering == "none" else number or str(fields["机关"]["代字"]),
        numbering=cast(Numbering, numbering),
        format=cast(Format, _chosen(source, head, "格式", {"": "letter", **_FORMATS})),
        addressees=head.get("主送", ""),
        tables=tables,
        signature=head.get("落款", ""),
        note=head.get("附注", ""),
        copies_to=head.get("抄送", ""),
        printed_by=head.get("印发机关", ""),
        recipients=recipients,
        answer_days=answer_days(source),
        template=name,
        origin=origin,
        words=tuple(one.name for one in recipients),
        copy_number=head.get("份号", ""),
        security=head.get("密级", ""),
        urgency=head.get("紧急程度", ""),
        signers=names_in(head.get("签发人", "")),
        sealed=_chosen(source, head, "盖章", _YES) == "yes",
        one_page=_chosen(source, head, "一页", _YES) == "yes",
    )


def _blanked(source: str) -> str:
    """Return the source with its fixed lines empty, so that lines keep their numbers."""
    lines = source.splitlines()
    end = lines.index("---") if "---" in lines else 0
    return "\n".join("" if n < end and _FIXED.match(line) else line for n, line in enumerate(lines))


def _split(source: str, rendered: str) -> tuple[dict[str, str], str]:
    """Take the head (键：值 lines to ---) off the text."""
    lines = [line.strip() for line in rendered.splitlines()]
    if "---" not in lines:
        raise TemplateFault(1, "开头几行（标题、主送等）之后要有单独一行 ---，再写正文。")
    end = lines.index("---")
    head: dict[str, str] = {}
    for line in filter(None, lines[:end]):
        match = _LINE.match(line)
        if match is None or match[1] not in _KEYS:
            raise TemplateFault(
                _line_of(source, line[:4]),
                f"开头不认得“{line[:20]}”；可写：{'、'.join((*_KEYS, '数据', '填写', '默认'))}。",
            )
        head[match[1]] = match[2].strip()
    return head, "\n".join(filter(None, lines[end + 1 :]))


def _chosen(source: str, head: Mapping[str, str], key: str, choices: Mapping[str, str]) -> str:
    value = head.get(key, "")
    if value not in choices:
        raise TemplateFault(_line_of(source, key), f"{key}“{value}”不认得；可选：{'、'.join(filter(None, choices))}。")
    return choices[value]


def answer_days(source: str) -> int | None:
    """Return the working days of the line “答复：”, None without one; raise `TemplateFault` where it is no number."""
    for number, line in enumerate(source.splitlines(), start=1):
        match = _LINE.match(line)
        if match and match[1] == "答复":
            if not re.fullmatch(r"\d{0,3}", match[2].strip()):
                raise TemplateFault(number, "“答复：”后面写工作日数，如 10；不要答复就不写。")
            return int(match[2]) if match[2].strip() else None
        if line.strip() == "---":
            break
    return None


def _line_of(source: str, beginning: str) -> int | None:
    numbers = (n for n, line in enumerate(source.splitlines(), start=1) if line.strip().startswith(beginning))
    return next(numbers, None)


def _ships(name: str) -> bool:
    return (SHIPPED / f"{name}.txt").is_file()
