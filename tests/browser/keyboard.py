"""Walking a page with the Tab key, as someone without a mouse does."""

from typing import Any

from browser.engines import Engine

# Every control that Tab must reach. Of the radio buttons of one name it stops at the chosen one, or at one of them when none is chosen.
NUMBER_CONTROLS = """(() => {
  const shown = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter(e => e.checkVisibility() && !e.disabled && e.type !== 'hidden');
  const stops = new Set(shown.map(e => e.type === 'radio' ? 'radio ' + e.name : e));
  let next = 0;
  const numbers = new Map([...stops].map(stop => [stop, next++]));
  for (const e of shown) e.dataset.stop = numbers.get(e.type === 'radio' ? 'radio ' + e.name : e);
  return stops.size;
})()"""

FOCUSED = """(() => {
  const e = document.activeElement;
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  return {
    stop: e.dataset.stop === undefined ? null : Number(e.dataset.stop),
    what: e.outerHTML.slice(0, 120),
    visible: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 1 && style.opacity !== '0' && box.width > 0 && box.left >= 0,
  };
})()"""


def walk(engine: Engine) -> tuple[int, list[dict[str, Any]]]:
    """How many stops the page has, and where as many presses of Tab landed: the stop's number, its markup, whether its focus is seen."""
    stops = engine.evaluate(NUMBER_CONTROLS)
    landed = []
    for _ in range(stops):
        engine.press("Tab")
        landed.append(engine.evaluate(FOCUSED))
    return stops, landed
