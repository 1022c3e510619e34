"""Every block of the page for people who know R runs, in order, as one script, and says what the page says it does."""

import contextlib
import io
import re
from pathlib import Path

PAGE = (Path(__file__).parents[2] / "docs/how-to/come-from-r.md").read_text("utf-8")


def test_every_block_runs_in_order() -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) >= 6
    printed, held = io.StringIO(), {"__name__": "page"}
    with contextlib.redirect_stdout(printed):
        for block in blocks:
            exec(compile(block, "come-from-r.md", "exec"), held)  # noqa: S102 - our own page
    said = printed.getvalue()
    assert "rounds; the answers are worth" in said
    assert "65+: 7" in said  # seven in ten of the oldest agree
    assert "variance=taylor,raked; interval=logit,0.95; df=domain; missing=domain" in said
    assert "age: 65+: odds ratio" in said


def test_every_name_of_ours_on_the_page_is_there() -> None:
    for path in set(re.findall(r"`(folkmoot\.survey\.\w+)\.(\w+)", PAGE)):
        package, name = path
        module = __import__(package, fromlist=[name])
        assert hasattr(module, name), f"{package}.{name}"
