"""Rendering a template that anybody may have written: bounded in time, loops and size; faults with line and reason.

No method can be called, no macro defined, nothing included; loops, sums and texts are counted while they run, and a
clock is looked at with every step of them, so that no template can hang or fill the memory, whatever it says. No
single step is long: what could be (powers, rounding to a place far away, stripping one long text of another) is not
offered. So no process of its own is needed, whose start the preview would feel.
"""

from __future__ import annotations

import difflib
import re
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache, wraps
from types import CodeType
from typing import Any, NoReturn, cast

from jinja2 import Template, TemplateSyntaxError, Undefined, nodes
from jinja2.exceptions import SecurityError, TemplateError, UndefinedError
from jinja2.filters import do_round
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.rules.errors import Refused

MOST_SOURCE = 30_000
"""Characters of a template: a paper of forty pages."""
MOST_TEXT = 200_000
"""Characters that come out, and that any text within may have."""
MOST_ROUNDS = 20_000
"""Rounds of all loops together."""
MOST_RANGE = 2_000
"""Numbers of one range."""
MOST_MADE = 4_000_000
"""Characters of all texts together that are made on the way."""
MOST_SECONDS = 0.6
"""Of this thread's own work, whatever else the PC does; the templates that are shipped take a hundredth of it."""
MOST_NUMBER = 10**15
MOST_PLACES = 6
"""To so many places a number is rounded."""

_NOT_ALLOWED = (
    (nodes.Macro, "macro"),
    (nodes.CallBlock, "call"),
    (nodes.FilterBlock, "filter"),
    (nodes.Include, "include"),
    (nodes.Import, "import"),
    (nodes.FromImport, "import"),
    (nodes.Extends, "extends"),
    (nodes.Block, "block"),
    (nodes.AssignBlock, "set … endset"),
    (nodes.ScopedEvalContextModifier, "autoescape"),
    (nodes.Slice, "切片 [ : ]"),
)
_FILTERS = ("default", "d", "length", "count", "first", "last", "trim", "round", "int", "abs", "join", "upper")
_TESTS = ("defined", "undefined", "none", "even", "odd", "divisibleby", "in", "eq", "ne", "lt", "le", "gt", "ge")


class TemplateFault(Refused):
    """A template cannot be rendered; `line` is where (1 for the first), None where it cannot be told."""

    def __init__(self, line: int | None, reason: str) -> None:
        super().__init__(f"模板第{line}行：{reason}" if line else f"模板：{reason}")
        self.line = line
        self.reason = reason


class _Stop(Exception):
    """A limit was reached; the message is Chinese."""


def render(source: str, fields: Mapping[str, Any]) -> str:
    """Return the text that `source` makes of `fields`; raise `TemplateFault` for everything that is wrong with it."""
    if len(source) > MOST_SOURCE:
        raise TemplateFault(None, f"太长了（{len(source)}字），最多{MOST_SOURCE}字。")
    try:
        environment = _Environment()
        compiled = Template.from_code(environment, _compiled(source, _shape(fields)), environment.make_globals(None))
        pieces, size = [], 0
        for piece in compiled.generate(dict(fields)):
            size += len(piece)
            if size > MOST_TEXT:
                raise _Stop(f"写出的文字超过{MOST_TEXT}字，可能是循环写错了。")
            pieces.append(piece)
        return "".join(pieces)
    except TemplateFault:
        raise
    except TemplateSyntaxError as error:
        raise TemplateFault(error.lineno, _syntax(str(error.message))) from None
    except (_Stop, UndefinedError) as error:
        raise TemplateFault(_line(error), str(error)) from None
    except SecurityError as error:
        raise TemplateFault(_line(error), "这里用了模板里不允许的写法，只能用字段、if、for 和列出的过滤器。") from None
    except RecursionError:
        raise TemplateFault(_longest(source), "嵌套得太深，请拆开写。") from None
    except (MemoryError, SyntaxError, OverflowError):
        raise TemplateFault(_longest(source), "写得太复杂，处理不了，请拆开写。") from None
    except ZeroDivisionError as error:
        raise TemplateFault(_line(error), "除数是0。") from None
    except (TypeError, ValueError, TemplateError) as error:
        raise TemplateFault(
            _line(error) or _longest(source), "这一行算不出来，请检查字段的种类和数字的大小。"
        ) from None


Shape = tuple[tuple[str, tuple[str, ...] | None], ...]
"""The names of fields, and of those within a group of fields."""


def _shape(fields: Mapping[str, Any]) -> Shape:
    return tuple((name, tuple(value) if isinstance(value, Mapping) else None) for name, value in fields.items())


@lru_cache(maxsize=32)
def _compiled(source: str, shape: Shape) -> CodeType:
    """Return a template that was found to be allowed, ready to run: the letters of a batch share it."""
    environment = _Environment()
    tree = environment.parse(source)
    _check(tree, {name: None if within is None else dict.fromkeys(within) for name, within in shape})
    return environment.compile(_counted(tree, environment))


class _Missing(Undefined):
    """A field that there is not; whatever is done with it tells its name."""

    def _fail_with_undefined_error(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise UndefinedError(f"没有“{self._undefined_name}”这个字段，请对照字段表。")

    __str__ = __iter__ = __bool__ = __len__ = __eq__ = __ne__ = __hash__ = _fail_with_undefined_error
    __add__ = __radd__ = __sub__ = __mul__ = __call__ = __getitem__ = _fail_with_undefined_error
    __lt__ = __le__ = __gt__ = __ge__ = __int__ = __float__ = __contains__ = _fail_with_undefined_error


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox of one rendering, with its counter of rounds."""

    intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)

    def __init__(self) -> None:
        super().__init__(
            undefined=_Missing, finalize=_printable, optimized=False, cache_size=0, keep_trailing_newline=True
        )
        self.rounds = self.made = 0
        self._until = time.thread_time() + MOST_SECONDS
        ours = {"join": _join, "round": _round, "int": _int, "trim": _trim}
        own = {name: self._watched(ours.get(name) or self.filters[name]) for name in _FILTERS}
        self.filters = {**own, "_counted": self.counted, "_joined": self._watched(_glue)}
        self.tests = {name: self.tests[name] for name in _TESTS}
        self.globals = {"range": _range}

    def go_on(self, made: Any = "") -> None:
        """Stop the rendering where its time is up, or it has `made` too much by now."""
        if isinstance(made, str):
            self.made += len(made)
            if self.made > MOST_MADE:
                raise _Stop(f"中间拼出的文字超过{MOST_MADE}字，请少拼几次。")
        if time.thread_time() > self._until:
            raise _Stop("算得太久，停下了。可能是循环写错了，请检查 for 的范围。")

    def _watched(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return a filter that is counted."""

        @wraps(work)
        def watched(*arguments: Any, **named: Any) -> Any:
            result = work(*arguments, **named)
            self.go_on(result)
            return result

        return watched

    def counted(self, values: Any) -> Iterator[Any]:
        """Yield `values`, counting the rounds of all loops together."""
        if not isinstance(values, list | tuple | range):
            raise _Stop("for 只能用在列表上，请对照字段表。")
        return self._count(values)

    def _count(self, values: Iterable[Any]) -> Iterator[Any]:
        for value in values:
            self.rounds += 1
            self.go_on()
            if self.rounds > MOST_ROUNDS:
                raise _Stop(f"循环超过{MOST_ROUNDS}次，请检查 for 的范围。")
            yield value

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Nothing but fields: they are looked up by name, never as attributes of what carries them."""
        del obj, attr, value
        return False

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:
        """Return what stands for an attribute that may not be used."""
        return self.undefined(obj=obj, name=attribute)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a field of a group of fields."""
        if isinstance(obj, Undefined):
            obj._fail_with_undefined_error()
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        if type(obj).__name__ == "LoopContext" and attribute in ("index", "index0", "first", "last", "length"):
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an item of a list by its place, or a field by its name."""
        if isinstance(obj, list | tuple) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self.getattr(obj, str(argument))

    def is_safe_callable(self, obj: Any) -> bool:
        """Only `range` may be called."""
        return obj is _range

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Calculate with numbers and join short texts; refuse what would grow."""
        del context
        for value in (left, right):
            if isinstance(value, Undefined):
                value._fail_with_undefined_error()
        texts = isinstance(left, str) and isinstance(right, str) and operator == "+"
        numbers = all(isinstance(value, int | float | Decimal) for value in (left, right))
        if operator == "**" or not (texts or numbers):
            raise _Stop(f"这里不能用“{operator}”：只能对数字加减乘除，对文字用 ~ 相连。")
        made = _small(self.binop_table[operator](left, right))
        self.go_on(made)
        return made


def _small(value: Any) -> Any:
    if isinstance(value, str) and len(value) > MOST_TEXT:
        raise _Stop(f"文字超过{MOST_TEXT}字。")
    if isinstance(value, int | float | Decimal) and abs(value) > MOST_NUMBER:
        raise _Stop("数字太大。")
    return value


def _printable(value: Any) -> Any:
    if isinstance(value, _Missing):
        value._fail_with_undefined_error()
    if value is None or isinstance(value, Undefined):  # an “if” without “else”
        return ""
    if isinstance(value, str | int | float | Decimal):
        return _small(value)
    raise _Stop("这里是一个列表或一组字段，要写到具体的字段，或用 for 逐个列出。")


def _glue(first: Any, *rest: Any) -> str:
    """Join what stands on both sides of ~."""
    return str(_small("".join(str(_printable(part)) for part in (first, *rest))))


def _join(values: Any, between: str = "") -> str:
    """Join a list with words between."""
    if not isinstance(values, list | tuple):
        raise _Stop("join 只能用在列表上。")
    parts = [str(_printable(value)) for value in values]
    between = str(_printable(between))
    if sum(map(len, parts)) + len(between) * len(parts) > MOST_TEXT:
        raise _Stop(f"文字超过{MOST_TEXT}字。")
    return between.join(parts)


def _round(value: Any, places: Any = 0, method: str = "common") -> Any:
    """Round a number to a few places; what `method` says is Jinja's."""
    if not isinstance(places, int) or abs(places) > MOST_PLACES:
        raise _Stop(f"round 最多写{MOST_PLACES}位小数。")
    if not isinstance(value, int | float | Decimal):
        raise _Stop("round 只能用在数字上。")
    return do_round(float(value), places, cast(Any, method))


def _int(value: Any, otherwise: int = 0) -> int:
    """Return the whole number that a short text or a number says, else `otherwise`."""
    _printable(value)
    try:
        return int(_small(int(str(value)[:20] if isinstance(value, str) else value)))
    except ValueError:
        return otherwise


def _trim(value: Any) -> str:
    """Return a text without white space at its ends."""
    return str(_printable(value)).strip()


def _range(*bounds: int) -> range:
    try:
        made = range(*bounds)
        size = len(made)
    except (OverflowError, TypeError, ValueError):
        raise _Stop("range 里要写不大的整数。") from None
    if size > MOST_RANGE:
        raise _Stop(f"range 有{size}个，最多{MOST_RANGE}个。")
    return made


def _check(tree: nodes.Template, fields: Mapping[str, Any]) -> None:
    """Refuse what templates may not do, and fields that there are not, also where this rendering does not come by."""
    for kind, name in _NOT_ALLOWED:
        for found in tree.find_all(kind):
            raise TemplateFault(found.lineno, f"模板里不能用 {name}。")
    for number in tree.find_all(nodes.Const):
        if isinstance(number.value, int | float) and not abs(number.value) <= MOST_NUMBER:
            raise TemplateFault(number.lineno, "数字太大。")
    for loop in tree.find_all(nodes.For):
        if loop.recursive:
            raise TemplateFault(loop.lineno, "模板里不能用 recursive。")
    for literal in tree.find_all((nodes.List, nodes.Dict, nodes.Tuple)):
        if isinstance(literal, nodes.Tuple) and literal.ctx == "store":
            continue
        if isinstance(literal, nodes.Dict) or not all(isinstance(item, nodes.Const) for item in literal.items):
            raise TemplateFault(literal.lineno, "列表里只能写数字和文字。")
    own = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"} | {"loop", "range"}
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load" and name.name not in own and name.name not in fields:
            raise TemplateFault(name.lineno, _unknown(name.name, fields))
    for part in tree.find_all(nodes.Getattr):
        if isinstance(part.node, nodes.Name) and part.node.name not in own:
            group = fields[part.node.name]
            if isinstance(group, Mapping) and part.attr not in group:
                raise TemplateFault(part.lineno, _unknown(part.attr, group, f"{part.node.name}."))


def _unknown(name: str, fields: Mapping[str, Any], group: str = "") -> str:
    near = difflib.get_close_matches(name, list(fields), n=1, cutoff=0.4)
    hint = f"是不是“{group}{near[0]}”？" if near else "请对照字段表。"
    return f"没有“{group}{name}”这个字段，{hint}"


def _counted(tree: nodes.Template, environment: _Environment) -> nodes.Template:
    """Put the counters in: around what loops run over, and in place of ~."""

    def through(name: str, node: nodes.Node, rest: list[nodes.Expr]) -> nodes.Filter:
        return nodes.Filter(cast(nodes.Expr, node), name, rest, [], None, None, lineno=node.lineno)

    def visit(node: nodes.Node) -> nodes.Node:
        for field, value in list(node.iter_fields()):
            if isinstance(value, nodes.Node):
                setattr(node, field, visit(value))
            elif isinstance(value, list):
                setattr(node, field, [visit(one) if isinstance(one, nodes.Node) else one for one in value])
        if isinstance(node, nodes.For):
            node.iter = through("_counted", node.iter, [])
        if isinstance(node, nodes.Concat):
            return through("_joined", node.nodes[0], node.nodes[1:])
        return node

    made = visit(tree)
    assert isinstance(made, nodes.Template)
    made.set_environment(environment)
    return made


def _longest(source: str) -> int | None:
    """Return the line that is most likely too much to be taken in, of those that are long at all."""
    lines = source.split("\n")
    at = max(range(len(lines)), key=lambda number: len(lines[number]))
    return at + 1 if len(lines[at]) > 200 or len(lines) == 1 else None


def _line(error: BaseException) -> int | None:
    """Return the line of the template in which `error` was raised."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return frames[-1].lineno if frames else None


_SYNTAX = (
    (r"Encountered unknown tag '(.*?)'.*", r"不认得“\1”，只能用 if、elif、else、endif、for、endfor、set。"),
    (r"[Uu]nexpected end of template.*block that needs to be closed is '(.*?)'.*", r"前面的 \1 没有写 end\1。"),
    (r"[Uu]nexpected end of template.*", "到末尾还没有写完，可能少了 }}、%} 或 endif、endfor。"),
    (r"No filter named '(.*?)'.*", rf"没有“\1”这个过滤器，可用：{'、'.join(_FILTERS)}。"),
    (r"No test named '(.*?)'.*", r"没有“\1”这种判断。"),
    (r"unexpected char (.*?) at .*", r"这里不能写 \1，请检查标点是否用了半角。"),
    (r"expected token '(.*?)', got '(.*?)'", r"这里写到“\2”时不合规则，可能少了括号、引号或 }}。"),
    (r"unexpected '(.*?)'", r"这里不该有“\1”。"),
)


def _syntax(message: str) -> str:
    for pattern, chinese in _SYNTAX:
        if re.fullmatch(pattern, message, re.DOTALL):
            return re.sub(pattern, chinese, message, flags=re.DOTALL)
    return "写法不对，请检查花括号、引号和 if、for 是否成对。"
