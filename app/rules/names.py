"""Names: keys to compare names of projects and enterprises by, and lists of people taken apart."""

from __future__ import annotations

import re
import unicodedata

from app.rules.reading import EMPTY_WORDS, clean, tidy

_PUNCTUATION = re.compile(r"[\s\"'“”‘’「」『』《》〈〉()（）\[\]【】·•・.,，。、;；:：\-—–_~～/\\|*#]+")
_LEGAL_FORMS = ("有限责任公司", "股份有限公司", "有限公司", "股份公司", "责任公司", "集团", "公司", "总厂", "厂")
_LIST = re.compile(r"[、，,；;/\n\r|]+|(?<=[\u4e00-\u9fff])(?:和|及|与)(?=[\u4e00-\u9fff]{2,3}$)")
_COMPOUND_SURNAMES = re.compile(
    "欧阳|司马|上官|诸葛|夏侯|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|司徒|南宫|西门|端木|独孤|轩辕|呼延"
)
_ORGANISATION = re.compile(
    r"公司|集团|企业|工厂|商会|协会|学会|联合会|中心|银行|基金|研究院|研究所|大学|学院|事务所|合作社|"
    r"委员会|办公室|政府|园区|管委会|..[局委办部厅处所院行会厂]$"
)
_HONORIFIC = re.compile(r"(?:同志|先生|女士|总经理|董事长|总|老师|教授)$")


def name_key(text: str) -> str:
    """Return the key by which two spellings of one name are equal: width, case, spaces, brackets and marks aside."""
    text = unicodedata.normalize("NFKC", text)
    return (text if text.isalnum() else _PUNCTUATION.sub("", text)).casefold()


def core(text: str) -> str:
    """Return the key of an enterprise's name without its legal form (有限公司, 集团 …)."""
    return core_of_key(name_key(text))


def core_of_key(key: str) -> str:
    """Return the key of an enterprise's name without its legal form, from the key of the whole name."""
    rest = key
    while rest.endswith(_LEGAL_FORMS):
        rest = rest.removesuffix(next(form for form in _LEGAL_FORMS if rest.endswith(form)))
    return rest or key


def split_list(text: str, known: frozenset[str] = frozenset()) -> list[str]:
    """Take a cell with several names apart: by 、，；/ and line breaks, and by spaces between Chinese names.

    A name written with a space inside (方 文博, 诸葛 亮) stays one; `known` names help to tell. Order is kept,
    repeats and words for “nothing” are dropped.
    """
    found: dict[str, None] = {}
    for piece in _LIST.split(text):
        for name in _by_spaces(piece, known):
            if tidy(name).lower() not in EMPTY_WORDS:
                found.setdefault(name)
    return list(found)


def is_organisation(name: str) -> bool:
    """Tell an enterprise or other body from a person, by its name."""
    return len(name) > 5 or _ORGANISATION.search(name) is not None


def _named_as_organisation(name: str) -> bool:
    return _ORGANISATION.search(name) is not None


def person_name(text: str) -> str:
    """Return a person's name without courtesy titles: 石大山先生 → 石大山."""
    bare = _HONORIFIC.sub("", clean(text))
    return bare if len(bare) >= 2 else clean(text)


def _by_spaces(piece: str, known: frozenset[str]) -> list[str]:
    words = piece.split()
    if len(words) < 2:
        return [clean(piece)]
    joined = "".join(words)
    if joined in known or not joined.isalpha() or joined.isascii():
        return [clean(piece)]
    if _named_as_organisation(joined) and not all(_named_as_organisation(word) for word in words):
        return [joined]
    names: list[str] = []
    index = 0
    while index < len(words):
        word = words[index]
        following = words[index + 1] if index + 1 < len(words) else ""
        splits_surname = len(word) == 1 or (_COMPOUND_SURNAMES.fullmatch(word) is not None and word not in known)
        if following and splits_surname and len(following) <= 2:
            names.append(word + following)
            index += 2
        elif len(word) == 1 and names:
            names[-1] += word
            index += 1
        elif following and len(following) == 1 and len(word) == 2 and index + 2 == len(words):
            names.append(word + following)
            index += 2
        else:
            names.append(word)
            index += 1
    return names
