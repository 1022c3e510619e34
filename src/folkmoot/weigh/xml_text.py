"""Words as XML can hold them, and a tree as bytes."""

import re
import xml.etree.ElementTree as ET

FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(words: str) -> str:
    """The words without control characters, which XML 1.0 has no way to write."""
    return FORBIDDEN.sub("", words)


def xml_bytes(root: ET.Element, encoding: str = "utf-8") -> bytes:
    """The tree with its declaration, an element to a line. Letters that the encoding has not are written by number."""
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="{encoding}"?>\n{body}\n'.encode(encoding, errors="xmlcharrefreplace")
