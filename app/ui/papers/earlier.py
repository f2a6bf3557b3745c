"""A bulletin of the same period that was signed before: told above the draft, and asked about before a new number."""

from __future__ import annotations

from enum import Enum

from PySide6.QtWidgets import QWidget

from app.services.papers.bulletins import BulletinDraft
from app.ui.widgets.asking import ask


class Answer(Enum):
    """What shall be done with a draft whose figures were signed before."""

    ORIGINAL = "另存原件"
    GO_ON = "另发新号"
    NOTHING = "取消"


def told_earlier(draft: BulletinDraft) -> str:
    """Return what to tell above a draft of those that were signed before; empty where there are none."""
    hint = "签发或存为拟稿时会问：要原件，还是另发新号。" if draft.again else ""
    return "\n".join(one.told for one in draft.supersedes) + hint


def ask_anew(parent: QWidget, draft: BulletinDraft) -> tuple[Answer, BulletinDraft]:
    """Ask about a draft with the figures of a signed one; it names that one where it shall be signed all the same."""
    if not draft.again:
        return Answer.GO_ON, draft
    anew = draft.anew()
    sentences = "".join(one.sentence(draft.content.kind) for one in draft.again)
    question = f"{'；'.join(one.told.rstrip('。') for one in draft.again)}。\n\n另发新号，正文会写上：“{sentences}”"
    answer = Answer(ask(parent, "同一期已有通报", question, [one.value for one in Answer]))
    return answer, anew if answer is Answer.GO_ON else draft
