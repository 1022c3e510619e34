"""The colours of the stylesheet, measured: contrast by WCAG 2.2, and how far apart the chart colours are to every eye.

Difference: CIE 1976 distance in CIELAB under D65. Colour-blind sight: Machado, Oliveira and Fernandes (2009), severity 1.
"""

import itertools
import re

import numpy as np
import pytest

from folkmoot.face import STATIC

CSS = (STATIC / "folkmoot.css").read_text("utf-8")
TOKEN = re.compile(r"--fm-([\w-]+): (#[0-9a-f]{6});")
LIGHT = dict(TOKEN.findall(CSS[: CSS.index("@media")]))
DARK = LIGHT | dict(TOKEN.findall(CSS[CSS.index("@media") : CSS.index("/* Elements")]))
MODES = {"light": LIGHT, "dark": DARK}

TEXT = 4.5
SHAPE = 3.0
PAIRS = [
    *((ink, ground, TEXT) for ink in ("ink", "ink-soft", "woad", "woad-deep", "madder") for ground in ("paper", "chalk", "field")),
    ("ink", "woad-pale", TEXT),
    ("woad-deep", "woad-pale", TEXT),
    ("on-woad", "woad", TEXT),
    ("on-woad", "woad-deep", TEXT),
    ("on-weld", "weld", TEXT),
    ("on-ground", "ground", TEXT),
    ("on-ground", "strip", TEXT),
    ("weld", "ground", SHAPE),
    *((mark, "paper", SHAPE) for mark in ("edge", "ochre", "sky", "woad")),
    ("woad", "woad-pale", SHAPE),
]
SIGHT = {
    "ordinary": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
PLAIN_TO_SEE = 20


def linear(colour: str):
    channels = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    dark, light = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(rgb):
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x, y, z = (np.cbrt(v) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in to_xyz @ np.clip(rgb, 0, 1) / [0.95047, 1, 1.08883])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_the_measure_knows_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert lab(np.ones(3)) == pytest.approx([100, 0, 0], abs=0.05)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_words_and_shapes_stand_out(mode, ink, ground, least) -> None:
    assert contrast(MODES[mode][ink], MODES[mode][ground]) >= least


@pytest.mark.parametrize("mode", MODES)
def test_focus_is_seen_on_every_ground_by_its_line_or_its_halo(mode) -> None:
    colours = MODES[mode]
    for ground in ("paper", "chalk", "field", "woad-pale", "ground"):
        assert max(contrast(colours[line], colours[ground]) for line in ("ink", "weld")) >= SHAPE


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sight", SIGHT)
def test_chart_colours_differ_to_every_eye(mode, sight) -> None:
    seen = [lab(np.array(SIGHT[sight]) @ linear(MODES[mode][colour])) for colour in ("woad", "ochre", "sky")]
    assert min(np.linalg.norm(one - other) for one, other in itertools.combinations(seen, 2)) > PLAIN_TO_SEE


def test_every_token_of_the_light_page_that_is_a_colour_was_read() -> None:
    assert {"ink", "paper", "woad", "weld", "ochre", "sky", "madder", "ground"} <= set(LIGHT)
    assert LIGHT["woad"] == "#1c4670"
    assert DARK["woad"] != LIGHT["woad"]
