"""What the how-to says can be done as it says."""

import re
import tomllib
from pathlib import Path

from folkmoot.site.areas.importing import MOST_ROWS
from folkmoot.site.table_files import MOST_MEGABYTES
from folkmoot.weigh import Plan
from tests.site.areas.world import LEVELS

PAGE = (Path(__file__).parents[3] / "docs/how-to/know-the-area.md").read_text("utf-8")


def test_its_plan_is_one():
    parts = tomllib.loads("\n".join(re.findall(r"```toml\n(.+?)```", PAGE, re.DOTALL)))
    felt = {"values": ["Agree", "In between", "Disagree", "Don't know"]}
    plan = Plan.from_mapping(
        {
            "survey": {"title": "T", "organisation": "O", "dates": "D", "sample": "volunteer", "population": "P"},
            "columns": {"area": {"values": list(LEVELS), "missing": ["Not known"]}, "safe": felt, "chance": felt},
            "recodes": {"agree": {"yes": ["Agree"], "no": ["Disagree"], "leave_out": ["In between", "Don't know"]}},
            "statements": [{"id": "A", "text": "A", "column": "safe", "recode": "agree"}],
            "weights": {
                "targets": {
                    "area_for_weights": {
                        "source": "S",
                        "percent": {"Most deprived": 40, "Others": 60},
                        "not_in_source": re.findall(r'not_in_source = \["(.+?)"\]', PAGE),
                    }
                }
            },
            **parts,
        }
    )
    assert plan.levels("area_score") == ("Low", "Middle", "High")


def test_it_states_the_limits():
    assert f"CSV of up to {MOST_ROWS:,} rows and {MOST_MEGABYTES:,} MB" in PAGE
