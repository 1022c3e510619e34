"""The published model of who chose to share their purchase history (Berke et al., Scientific Data 11, 491, 2024), to the printed digit."""

import csv
from pathlib import Path

import numpy as np
import pytest

from folkmoot.survey.design import Design
from folkmoot.survey.factors import Factor
from folkmoot.survey.models.logistic import LogisticModel, logistic

pytestmark = pytest.mark.shared

REFERENCES = {
    "offer": "control",
    "data": "not shown",
    "gender": "Male",
    "age": "35-54",
    "income": "$50-100k",
    "education": "Bachelor",
    "race": "White",
    "use": "Less than 5 times per month",
}
AGES = {"18 - 24 years": "18-34", "25 - 34 years": "18-34", "35 - 44 years": "35-54", "45 - 54 years": "35-54"}
INCOMES = {
    "Less than $25,000": "under $50k",
    "$25,000 - $49,999": "under $50k",
    "$50,000 - $74,999": "$50-100k",
    "$75,000 - $99,999": "$50-100k",
    "$100,000 - $149,999": "$100k or more",
    "$150,000 or more": "$100k or more",
}
RACES = {"White or Caucasian": "White", "Black or African American": "Black", "Asian": "Asian"}


def education(word: str) -> str | None:
    if word == "Prefer not to say":
        return None
    return "School" if "high school" in word.lower() else "Bachelor" if word.startswith("Bachelor") else "Graduate"


@pytest.fixture(scope="module")
def rows(shared_data: Path) -> list[dict[str, str]]:
    with (shared_data / "surveys" / "amazon-study" / "survey.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def fitted(rows: list[dict[str, str]], variance: str) -> LogisticModel:
    decisions = [row[f"Q-{row['incentive']}"] for row in rows]
    shared = np.array([float(word.startswith("Consent")) if word else np.nan for word in decisions])
    columns: dict[str, list[str | None]] = {
        "offer": [row["incentive"] for row in rows],
        "data": ["shown" if row["showdata"] == "true" else "not shown" for row in rows],
        "gender": [row["Q-demos-gender"] if row["Q-demos-gender"] in ("Female", "Male") else None for row in rows],
        "age": [AGES.get(row["q-demos-age"], "55+") for row in rows],
        "income": [INCOMES.get(row["Q-demos-income"]) for row in rows],
        "education": [education(row["Q-demos-education"]) for row in rows],
        "race": [RACES.get(row["Q-demos-race"], "Other") for row in rows],
        "use": [row["Q-amazon-use-how-oft"] for row in rows],
    }
    terms = [Factor.from_values(name, values) for name, values in columns.items()]
    return logistic(
        Design(np.ones(len(rows))),
        shared,
        terms,
        references=REFERENCES,
        said="chose to share",
        variance=variance,  # type: ignore[arg-type]
    )


def test_the_published_people_likelihood_and_odds_ratios_come_out(rows: list[dict[str, str]]) -> None:
    model = fitted(rows, "model")
    assert model.n == 5995
    assert f"{model.log_likelihood:.1f}" == "-2916.5"
    low, high = model.odds_ratio_interval
    printed = {name: (f"{r:.3f}", f"{a:.3f}", f"{b:.3f}") for name, r, a, b in zip(model.names, model.odds_ratio, low, high, strict=True)}
    assert printed["data: shown"] == ("1.453", "1.277", "1.654")
    assert printed["offer: bonus-50"] == ("1.793", "1.439", "2.234")
    assert printed["gender: Female"][0] == "1.443"
    assert printed["race: Asian"][0] == "0.571"
    assert model.df == np.inf
    assert model.method == "logistic; variance=model; interval=wald,0.95; df=normal; missing=domain"
    assert model.left_out == 6325 - 5995


def test_the_design_based_errors_of_the_same_model_differ_from_its_own_and_its_odds_ratios_do_not(rows: list[dict[str, str]]) -> None:
    own, design_based = fitted(rows, "model"), fitted(rows, "weights")
    np.testing.assert_allclose(design_based.odds_ratio, own.odds_ratio, rtol=1e-12)
    np.testing.assert_allclose(design_based.se, own.se, rtol=0.1)
    assert (np.abs(design_based.se / own.se - 1) > 1e-4).any()
    assert design_based.df == 5995 - len(own.names)


def test_what_the_odds_ratio_of_being_shown_the_data_means_in_people(rows: list[dict[str, str]]) -> None:
    model = fitted(rows, "weights")
    effects = model.average_effects("data")
    # the two arms were drawn by lot, so the standardised shares are close to the plain ones (.794 overall)
    assert effects.share[0] < 0.794 < effects.share[1]
    assert effects.ratio[1] < 1.1 < model.odds_ratio[model.names.index("data: shown")]
    assert "percentage points more" in effects.sentences[0]
    assert f"{effects.ratio[1]:.2f} times as many" in effects.sentences[0]
    assert all("likely" not in sentence for sentence in model.sentences)
