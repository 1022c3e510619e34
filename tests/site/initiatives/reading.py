"""Reads a page as a test needs it: its headings, its words."""

import re
from html import unescape

from django.test import Client


def html(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def headings(page: str, level: int) -> list[str]:
    main = page.partition("<main")[2].partition("</main>")[0]
    return [unescape(re.sub("<[^>]+>", "", found)).strip() for found in re.findall(rf"<h{level}[^>]*>(.*?)</h{level}>", main, re.DOTALL)]


def words(page: str) -> str:
    main = re.sub(r"<svg.*?</svg>", "", page.partition("<main")[2].partition("</main>")[0], flags=re.DOTALL)
    return " ".join(unescape(re.sub("<[^>]+>", " ", main)).split())
