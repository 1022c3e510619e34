"""The words that a PDF draws, by its own fonts' maps to Unicode (ISO 32000-1, 9.10): a reader independent of what made it."""

import re
import zlib


def text_of(pdf: bytes) -> str:
    """All drawn words in the order they are drawn, spaces taken out: how a line is spaced is for the eye."""
    objects = _objects(pdf)
    maps = {number: _to_unicode(objects, body) for number, body in objects.items() if b"/ToUnicode" in body[:4000]}
    words = []
    for page in _pages(objects):
        fonts = {name: maps[int(number)] for name, number in re.findall(rb"/(\w+) (\d+) 0 R", _fonts(objects, page)) if int(number) in maps}
        content = b"\n".join(
            _stream(objects[int(n)]) for n in re.findall(rb"(\d+) 0 R", re.search(rb"/Contents (\[.*?\]|\d+ 0 R)", page, re.S)[1])
        )
        words.append(_drawn(content, fonts))
    return "".join("".join(words).split())


def _objects(pdf: bytes) -> dict[int, bytes]:
    found = {int(number): body for number, body in re.findall(rb"(?:^|\n)(\d+) 0 obj\s(.*?)\nendobj", pdf, re.S)}
    for body in list(found.values()):
        if b"/Type /ObjStm" in body or b"/Type/ObjStm" in body:
            packed = _stream(body)
            first = int(re.search(rb"/First (\d+)", body)[1])
            pairs = list(map(int, packed[:first].split()))
            ends = [*pairs[3::2], len(packed) - first]
            found |= {n: packed[first + at : first + end] for n, at, end in zip(pairs[::2], pairs[1::2], ends, strict=True)}
    return found


def _pages(objects: dict[int, bytes]) -> list[bytes]:
    kids = [
        int(n)
        for body in objects.values()
        if re.search(rb"/Type\s*/Pages", body)
        for n in re.findall(rb"(\d+) 0 R", re.search(rb"/Kids\s*\[(.*?)\]", body, re.S)[1])
    ]
    return [objects[n] for n in kids if re.search(rb"/Type\s*/Page\b(?!s)", objects[n])]


def _fonts(objects: dict[int, bytes], page: bytes) -> bytes:
    resources = re.search(rb"/Resources (\d+) 0 R", page)
    inside = objects[int(resources[1])] if resources else page
    fonts = re.search(rb"/Font\s*(?:<<(.*?)>>|(\d+) 0 R)", inside, re.S)
    return fonts[1] or objects[int(fonts[2])]


def _stream(body: bytes) -> bytes:
    # the line end before “endstream” may be there or not, and packed bytes may end like one: what is left over is not looked at
    raw = re.search(rb"stream\r?\n(.*?)endstream", body, re.S)[1]
    return zlib.decompressobj().decompress(raw) if b"FlateDecode" in body.split(b"stream", 1)[0] else raw


def _to_unicode(objects: dict[int, bytes], font: bytes) -> dict[int, str]:
    number = re.search(rb"/ToUnicode (\d+) 0 R", font)
    table = _stream(objects[int(number[1])])
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.S):
        found |= {int(a, 16): bytes.fromhex(b.decode()).decode("utf-16-be") for a, b in re.findall(rb"<(\w+)>\s*<(\w+)>", block)}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.S):
        for low, high, to in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            found |= {n: chr(int(to, 16) + n - int(low, 16)) for n in range(int(low, 16), int(high, 16) + 1)}
    return found


def _drawn(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    words, now = [], {}
    for name, shown in re.findall(
        rb"/(\w+) [\d.]+ Tf|(\[(?:\((?:\\.|[^\\)])*\)|<[^>]*>|[^\]\(<])*\]\s*TJ|\((?:\\.|[^\\)])*\)\s*Tj|<[^>]*>\s*Tj)", content, re.S
    ):
        if name:
            now = fonts.get(name, {})
            continue
        for literal, hexed in re.findall(rb"\(((?:\\.|[^\\)])*)\)|<([0-9a-fA-F\s]*)>", shown, re.S):
            raw = bytes.fromhex(hexed.decode()) if hexed else _unescaped(literal)
            words += [now.get(int.from_bytes(raw[at : at + 2]), "") for at in range(0, len(raw), 2)]
    return "".join(words)


def _unescaped(raw: bytes) -> bytes:
    names = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    return re.sub(rb"\\([0-7]{1,3}|.)", lambda m: bytes([int(m[1], 8)]) if m[1].isdigit() else names.get(m[1], m[1]), raw, flags=re.S)
