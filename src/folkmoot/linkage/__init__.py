"""Use at source of what people refused: keyed tokens that find a person in a partner's own rows without anyone being named.

from folkmoot.linkage import Identifiers, mark_rows, read_objection_list
listed = read_objection_list(Path("objections-health.json").read_bytes())
mark_rows([Identifiers(name="Mrs Ann O'Dea", date_of_birth="02/03/1951")], listed, key=key).marks   # ("object",) or (None,)
"""

from folkmoot.linkage.match_tokens import RECIPE, Identifiers, TokenKind, key_from_text, key_id, match_tokens, normalised, problems
from folkmoot.linkage.objection_list import (
    FORMAT,
    Listed,
    Marked,
    ObjectionList,
    WrongKeyError,
    make_objection_list,
    mark_rows,
    read_objection_list,
    write_objection_list,
)

__all__ = [
    "FORMAT",
    "RECIPE",
    "Identifiers",
    "Listed",
    "Marked",
    "ObjectionList",
    "TokenKind",
    "WrongKeyError",
    "key_from_text",
    "key_id",
    "make_objection_list",
    "mark_rows",
    "match_tokens",
    "normalised",
    "problems",
    "read_objection_list",
    "write_objection_list",
]
