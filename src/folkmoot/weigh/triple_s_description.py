"""From the XML of a Triple-S description to its variables. Every fault is told with the line it is on.

The parser takes no entity that the file defines itself, and fetches nothing: a description from a stranger cannot swell or look elsewhere.
"""

from dataclasses import dataclass, field
from typing import Final, cast
from xml.parsers import expat

from folkmoot.files.problems import RefusedError, listed
from folkmoot.weigh.limits import LIMITS
from folkmoot.weigh.responses import check_header
from folkmoot.weigh.triple_s import KINDS, Description, Kind, Variable

VERSIONS: Final = ("1.1", "1.2", "2.0", "3.0")
DEEPEST: Final = 50
ENCODINGS: Final = ("utf-8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252")
LONGEST_RANGE: Final = 1_000
"""Codes of a multiple that have no words: each is a column."""


@dataclass(slots=True)
class Element:
    """An element, the line it begins on, and what is in it."""

    tag: str
    attributes: dict[str, str]
    line: int
    words: list[str] = field(default_factory=list)
    inside: list["Element"] = field(default_factory=list)

    def all(self, tag: str) -> list["Element"]:
        """The elements of a name right inside."""
        return [each for each in self.inside if each.tag == tag]

    def text(self, tag: str) -> str:
        """The words of the first element of a name, on one line; "" when there is none."""
        return next((each.own_text() for each in self.all(tag)), "")

    def own_text(self) -> str:
        """The words, or those of the first specialised <text> when there are no others."""
        own = " ".join("".join(self.words).split())
        return own or self.text("text")

    def number(self, name: str, default: int) -> int:
        """A whole number from 1 up in an attribute."""
        if name not in self.attributes:
            return default
        given = self.attributes[name]
        if not (given.isascii() and given.isdecimal() and len(given) < 9 and int(given)):
            raise fault(self, f'{name}="{given}" must be a whole number from 1.')
        return int(given)


def fault(element: Element, words: str) -> RefusedError:
    """A problem at an element."""
    return RefusedError([f"line {element.line:,}: <{element.tag}> {words}"])


def read_description(content: bytes) -> Description:
    """What the description says. Raises RefusedError naming the line when it is malformed, or describes what Folkmoot cannot read."""
    if len(content) > LIMITS.description_megabytes * 1_000_000:
        size = f"{len(content) // 1_000_000:,} MB"
        raise RefusedError([f"the description is {size}. The most is {LIMITS.description_megabytes} MB. Is it the right file?"])
    parsing = _Parsing()
    root = parsing.parse(content)
    if root.tag != "sss":
        raise RefusedError([f"is not a Triple-S description: it begins with <{root.tag}>, not <sss>."])
    version = root.attributes.get("version", "")
    if version not in VERSIONS:
        raise fault(root, f'says version "{version}". Folkmoot reads {listed(VERSIONS)}: export the survey as 2.0.')
    if root.all("hierarchy"):
        raise fault(root.all("hierarchy")[0], "describes several surveys together. Give the description of one of them.")
    survey = _only(root, "survey")
    record = _only(survey, "record")
    form = record.attributes.get("format", "fixed")
    if form not in {"fixed", "csv"}:
        raise fault(record, f'says format="{form}". It may be "fixed" or "csv".')
    skip = record.attributes.get("skip", "0")
    if not skip.isdecimal() or len(skip) > 6:
        raise fault(record, f'says skip="{skip}". It must be a whole number.')
    described = record.all("variable")
    if not described:
        raise fault(record, "has no variable in it.")
    check_header([each.tag for each in described])
    variables = tuple(_variable(each, csv=form == "csv") for each in described)
    _each_once(record, variables)
    return Description(
        version=version,
        title=survey.text("title") or survey.text("name"),
        variables=variables,
        csv=form == "csv",
        skip=int(skip),
        href=record.attributes.get("href", "").strip(),
        encoding=parsing.encoding,
    )


def _only(element: Element, tag: str) -> Element:
    found = element.all(tag)
    if len(found) != 1:
        raise fault(element, f"must hold one <{tag}>, and holds {len(found)}.")
    return found[0]


def _each_once(record: Element, variables: tuple[Variable, ...]) -> None:
    seen: set[str] = set()
    for element, variable in zip(record.all("variable"), variables, strict=True):
        for name in (variable.name, *variable.columns):
            if name in seen and name != variable.name:
                raise fault(element, f'makes a column "{name}" that is there already.')
        if variable.name in seen:
            raise fault(element, f'is called "{variable.name}", as another is.')
        seen |= {variable.name, *variable.columns}


def _variable(element: Element, *, csv: bool) -> Variable:
    name, kind = element.text("name"), element.attributes.get("type", "")
    if not name:
        raise fault(element, "has no <name>.")
    if kind not in KINDS:
        raise fault(element, f'"{name}" is of type "{kind}". It may be: {listed(KINDS)}.')
    position = _only(element, "position")
    start = position.number("start", 0)
    if not start:
        raise fault(position, 'must say where the answers start, as in start="1".')
    finish = position.number("finish", start)
    if finish < start:
        raise fault(position, f"finishes at {finish}, before it starts at {start}.")
    values, low, high = _values(element, kind)
    spread = next(iter(element.all("spread")), None)
    width = 0
    if spread is not None:
        longest = max((len(code) for code in (*values, high)), default=1)
        width = spread.number("width", longest)
    size = element.text("size")
    variable = Variable(
        ident=element.attributes.get("ident", ""),
        name=name,
        label=element.text("label") or name,
        kind=cast("Kind", kind),
        start=start,
        finish=finish,
        values=values,
        codes_from=low,
        codes_to=high,
        subfields=0 if spread is None else spread.number("subfields", 1),
        width=width,
        size=int(size) if size.isdecimal() and len(size) < 7 else (0 if csv else finish - start + 1) if kind == "character" else 0,
        literal=element.attributes.get("format") == "literal",
        use=element.attributes.get("use", "") if element.attributes.get("use") in {"serial", "weight"} else "",  # type: ignore[arg-type]
    )
    if not csv and kind != "character" and finish - start + 1 < variable.letters:
        raise fault(position, f'gives "{name}" {finish - start + 1} characters. It needs {variable.letters}.')
    return variable


def _values(element: Element, kind: str) -> tuple[dict[str, str], str, str]:
    """Words by code, and the ends of the range."""
    held = next(iter(element.all("values")), element)
    values: dict[str, str] = {}
    for value in held.all("value"):
        code = value.attributes.get("code", "").strip()
        if not code or code in values:
            raise fault(value, f'has the code "{code}". Each value needs one of its own.')
        if kind == "multiple" and not (code.isdecimal() and 0 < int(code) <= LONGEST_RANGE):
            raise fault(value, f'has the code "{code}". The codes of a multiple are whole numbers from 1 to {LONGEST_RANGE:,}.')
        values[code] = value.own_text()
    low = high = ""
    for spanned in held.all("range")[:1]:
        low, high = (spanned.attributes.get(end, "").strip() for end in ("from", "to"))
        if not low or not high:
            raise fault(spanned, 'must say both ends, as in from="1" to="9".')
        if kind == "multiple" and not (low.isdecimal() and high.isdecimal() and 0 < int(low) <= int(high) <= LONGEST_RANGE):
            raise fault(spanned, f"of a multiple must run between whole numbers from 1 to {LONGEST_RANGE:,}.")
    if kind == "multiple" and not values and not low:
        raise fault(element, "is a multiple without values.")
    if kind in {"single", "quantity"} and not values and not low:
        raise fault(element, f"is a {kind} without values or a range.")
    return values, low, high


class _Parsing:
    """One reading of the XML. Entities that the file defines are refused where they are defined."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.root: Element | None = None
        self.open: list[Element] = []
        self.encoding = "utf-8"
        self.parser.XmlDeclHandler = self.declared
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.said
        self.parser.EntityDeclHandler = self.entity
        self.parser.SkippedEntityHandler = self.entity

    def parse(self, content: bytes) -> Element:
        """The root element."""
        try:
            self.parser.Parse(content, True)  # noqa: FBT003 - expat takes it by position
        except expat.ExpatError as error:
            raise RefusedError([f"line {error.lineno:,}: is not XML that can be read: {expat.ErrorString(error.code)}."]) from error
        except (LookupError, UnicodeError, ValueError) as error:
            raise RefusedError([f'says that it is in "{self.encoding}" text, which Folkmoot does not know. Export it as UTF-8.']) from error
        assert self.root is not None  # noqa: S101 - expat raises when there is no element
        return self.root

    def declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        """What the first line says."""
        self.encoding = (encoding or "utf-8").casefold()
        if self.encoding not in ENCODINGS:
            raise RefusedError([f'line 1: says that it is in "{encoding}" text. Folkmoot reads {listed(ENCODINGS)}: export it as UTF-8.'])

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        element = Element(tag, attributes, self.parser.CurrentLineNumber)
        if len(self.open) >= DEEPEST:
            raise RefusedError([f"line {element.line:,}: elements are {DEEPEST} deep in each other. Is it the right file?"])
        if self.open:
            self.open[-1].inside.append(element)
            if tag == "br":
                self.open[-1].words.append(" ")
        else:
            self.root = element
        self.open.append(element)

    def end(self, tag: str) -> None:
        """An element ends. Words in bold or the like belong to what they stand in; those of <text> do not."""
        element = self.open.pop()
        if self.open and not element.inside and tag in {"b", "i", "u", "em", "strong", "span", "font"}:
            self.open[-1].words += element.words

    def said(self, words: str) -> None:
        """Words."""
        if self.open:
            self.open[-1].words.append(words)

    def entity(self, *_: object) -> None:
        """An entity of the file's own, or one that stands elsewhere."""
        line = self.parser.CurrentLineNumber
        raise RefusedError([f"line {line:,}: defines or needs an XML entity of its own, which Folkmoot does not take. Export it without."])
