"""What stands round every page, in its renditions: the main links, the ways to read, the promises and the last links."""

from functools import lru_cache

from markupsafe import Markup

from folkmoot.face import PROMISES
from folkmoot.site.renditions import STYLE_NAMES, Reader, Texts, in_language, plain

WELSH_PROMISES = (
    ("Dywedwch wrthyf", "Cyn i unrhyw ddefnydd o ddata ddechrau, gallwch ddarllen amdano yma mewn geiriau plaen."),
    ("Parchwch fi", "Ni roddir byth i unrhyw gwmni ddim sy'n dangos pwy ydych chi."),
    ("Gwarchodwch fi", "Dim ond pobl hyfforddedig, a enwir, sy'n gweld cofnodion. Mae rhywun arall yn gwirio eu gwaith."),
    ("Cynhwyswch fi", "Pan fydd defnydd amdanoch chi, gofynnir i chi. Yna dywedir wrthych beth a newidiodd."),
)
"""The promises of the face, in their order."""

FRAME: dict[str, Texts] = {
    **STYLE_NAMES,
    "error": plain("Error", welsh="Gwall"),
    "problem": plain("There is a problem", welsh="Mae problem"),
    "leave_empty": plain("Leave this empty", welsh="Gadewch hwn yn wag"),
    "skip": plain("Skip to main content", welsh="Neidio i'r prif gynnwys"),
    "home": plain("Home", welsh="Hafan"),
    "say": plain("Have your say", welsh="Dweud eich dweud"),
    "decided": plain("What was decided", welsh="Yr hyn a benderfynwyd"),
    "promises": plain("Promises", welsh="Addewidion"),
    "desk": plain("Your desk", welsh="Eich desg"),
    "we_promise": plain("What we promise", welsh="Yr hyn a addawn"),
    "uses": plain("Every use of data", welsh="Pob defnydd o ddata"),
    "documents": plain("Charters, agreements and policies", welsh="Siarteri, cytundebau a pholisïau"),
    "panels": plain("Citizens’ panels", welsh="Paneli dinasyddion"),
    "follow": plain("Be told by e-mail", welsh="Cael gwybod drwy e-bost"),
    "benefits": plain("What benefits cost", welsh="Beth yw cost y manteision"),
    "standards": plain("What people expect at least", welsh="Yr hyn y mae pobl yn ei ddisgwyl o leiaf"),
    "sources": plain("What was read before", welsh="Yr hyn a ddarllenwyd o'r blaen"),
    "companies": plain("Companies", welsh="Cwmnïau"),
    "incidents": plain("What went wrong with data", welsh="Beth aeth o'i le gyda data"),
    "forms": plain("What forms say", welsh="Yr hyn y mae ffurflenni'n ei ddweud"),
    "glossary": plain("Words we use", welsh="Geiriau a ddefnyddiwn"),
    "staff": plain("For staff", welsh="I staff"),
}


@lru_cache(maxsize=256)
def framed(name: str, reader: Reader) -> Markup:
    """One of these texts for a reader, marked with its language."""
    return in_language(FRAME[name], reader)


@lru_cache(maxsize=8)
def promised(reader: Reader) -> list[tuple[Markup, Markup]]:
    """The four promises, each a name and a sentence, for a reader."""
    pairs = [[plain(words, welsh=welsh) for words, welsh in zip(*both, strict=True)] for both in zip(PROMISES, WELSH_PROMISES, strict=True)]
    return [(in_language(name, reader), in_language(words, reader)) for name, words in pairs]
