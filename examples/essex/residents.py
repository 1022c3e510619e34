"""The 3,021 made-up responses to the residents' survey.

Each person has a common attitude to the use of records about them, and one of their own to each statement. People are taken in
groups alike in what they think of the council, their community, their say in local decisions and their area, and in health and age.
In a group, those with the warmest attitude agree. How many agree follows from `ODDS`, and over all groups the weighted shares are
those of `ANSWER_PER_CENT`. No row is edited afterwards.

What was published, and comes out again (`tests/examples/test_essex.py` holds it to this):
about seven in ten agree with B and with C; A and D have less support, and more agree than not; people aged 65 and over agree more
with B, and age matters for B alone; people with a long-standing health concern agree more with B; people in less deprived areas, who
trust the council, who feel a sense of community, or who believe they can influence local decisions agree more with all four.

Two readings are ours. "Up to 5 times more likely" is taken as an odds ratio: the largest of the four for influence is about 5. Five
times the *share* cannot be, when seven in ten agree. And no order was published between the factors: we take influence as the
strongest, then trust, community, deprivation, health and, last, age.
"""

import numpy as np
import polars as pl

from examples.essex.volunteers import AGES, DISTRICTS, GENDERS, Codes, Flags, Floats, N, Volunteers, pick, volunteers

SEED = 20200304  # the day the survey opened

AGREEMENT = ("Strongly agree", "Slightly agree", "Neither agree nor disagree", "Slightly disagree", "Strongly disagree")
EXTENT = ("A great deal", "To some extent", "Not very much", "Not at all")
DEFINITE = ("Definitely agree", "Tend to agree", "Tend to disagree", "Definitely disagree")
DONT_KNOW = "Don't know"
NOT_SAID = "Prefer not to say"
KINDS = ("Physical impairment", "Long-term illness", "Mental health condition", "Sight or hearing loss", "Learning disability or autism")
AREAS = ("More deprived", "Less deprived")

# Weighted per cent of the people who gave one of the five answers, in the order of AGREEMENT.
ANSWER_PER_CENT = {"A": (27, 36, 20, 9, 8), "B": (33, 38, 16, 7, 6), "C": (31, 39, 17, 7, 6), "D": (21, 36, 25, 10, 8)}

# Per cent of the responses that gave each of the answers, before the person's place and outlook move them.
TRUST_PER_CENT = (15, 50, 25, 10)
COMMUNITY_PER_CENT = (20, 41, 21, 12, 6)
INFLUENCE_PER_CENT = (5, 25, 44, 26)
SAFETY_PER_CENT = (29, 42, 13, 11, 5)
OPPORTUNITIES_PER_CENT = (13, 34, 27, 18, 8)
HEALTH_PER_CENT_BY_AGE = (14, 17, 21, 28, 37, 52)
KIND_PER_CENT = np.array(
    [[10, 24, 46, 6, 14], [14, 30, 40, 6, 10], [20, 36, 33, 6, 5], [27, 42, 21, 8, 2], [31, 46, 11, 11, 1], [33, 46, 4, 17, 0]]
)

# How many times the odds of agreeing (and of each stronger answer) are, for people of whom it holds, all else being the same.
ODDS = {
    "influence": {"A": 4.2, "B": 4.2, "C": 4.4, "D": 5.5},
    "trust": {"A": 3.3, "B": 3.0, "C": 3.2, "D": 3.2},
    "community": {"A": 2.4, "B": 2.4, "C": 2.4, "D": 2.4},
    "less deprived": {"A": 2.0, "B": 2.1, "C": 2.0, "D": 2.0},
    "health": {"A": 1.1, "B": 1.6, "C": 1.1, "D": 1.1},
    "physical": {"A": 1.0, "B": 1.3, "C": 1.0, "D": 1.0},
    "65 and over": {"A": 1.0, "B": 1.5, "C": 1.0, "D": 1.0},
    "35 to 64": {"A": 1.0, "B": 1.05, "C": 1.0, "D": 1.0},
}
COMMON = 0.7  # how much of a person's attitude is the same for all four statements; the rest makes the variance one
OWN = 0.7141428428542850  # the square root of 1 - 0.49


def normal(rng: np.random.Generator) -> Floats:
    """N draws, near enough normal: twelve uniform draws less six. It takes additions alone, so every machine gives the same bits."""
    draws = rng.random((12, N))
    total = draws[0]
    for row in draws[1:]:
        total = total + row
    around_zero: Floats = total - 6.0
    return around_zero


def cut(score: Floats, ends: Floats, weight: Floats) -> Codes:
    """An answer for each person: the highest scores get the first. `ends` has the weighted share that each answer but the last ends at."""
    order = np.argsort(-score, kind="stable")
    reached = np.cumsum(weight[order])
    middle = reached - weight[order] / 2
    answer = np.empty(len(score), np.intp)
    answer[order] = np.searchsorted(ends * reached[-1], middle, side="right")
    return answer


def up_to(per_cent: tuple[float, ...]) -> Floats:
    """The share that each answer but the last ends at."""
    ends: Floats = np.cumsum(np.array(per_cent, float))[:-1] / 100
    return ends


def some(rng: np.random.Generator, per_cent: float) -> Flags:
    """True for about `per_cent` of the N people."""
    return rng.random(N) * 100 < per_cent


def words(codes: Codes, labels: tuple[str, ...], **instead: Flags) -> list[str | None]:
    """The answers in words; where `dont_know`, `not_said` or `blank` holds, that instead."""
    answers: list[str | None] = [labels[code] for code in codes]
    for why, people in instead.items():
        for row in np.flatnonzero(people):
            answers[row] = {"dont_know": DONT_KNOW, "not_said": NOT_SAID, "blank": None}[why]
    return answers


def receipts(rng: np.random.Generator) -> list[str]:
    """A different receipt for each response, in letters and digits that are hard to mix up. It says nothing of who or when."""
    signs, found = "23456789BCDFGHJKLMNPQRSTVWXZ", dict[str, None]()
    while len(found) < N:
        letters = "".join(signs[int(draw * len(signs))] for draw in rng.random(8))
        found[f"{letters[:4]}-{letters[4:]}"] = None
    return list(found)


def area(deprivation: Codes, safety: Codes, opportunities: Codes) -> Codes:
    """The area deprivation score in two groups, 0 more deprived and 1 less deprived.

    The published report made its score from the deprivation quintile and from how people saw the opportunities and the safety of
    their area; it did not print the sum. Ours: one to five points for each, five the best; less deprived from ten points up.
    """
    return np.asarray((deprivation + 1) + (5 - safety) + (5 - opportunities) >= 10, np.intp)


def responses() -> pl.DataFrame:
    """The survey's responses as it would have stored them: one row for each of the 3,021, answers in the words of the questionnaire.

    Columns: response, age, gender, district, deprivation (1 to 5), area, health, health_kind, safety, opportunities, trustworthy,
    community, influence, A, B, C, D. Not answered is null. The same bytes come out every time.
    """
    rng = np.random.Generator(np.random.PCG64(SEED))
    who = volunteers(rng)
    one = np.ones(N)
    place = (who.deprivation - 2.0) * 0.35
    outlook = normal(rng)  # people who think well of one local thing tend to think well of others
    safety = cut(0.30 * outlook + place + normal(rng), up_to(SAFETY_PER_CENT), one)
    opportunities = cut(0.30 * outlook + place + normal(rng), up_to(OPPORTUNITIES_PER_CENT), one)
    trust = cut(0.30 * outlook + 0.1 * place + normal(rng), up_to(TRUST_PER_CENT), one)
    community = cut(0.30 * outlook + 0.1 * place + normal(rng), up_to(COMMUNITY_PER_CENT), one)
    influence = cut(0.30 * outlook + 0.1 * place + normal(rng), up_to(INFLUENCE_PER_CENT), one)
    health = rng.random(N) * 100 < np.array(HEALTH_PER_CENT_BY_AGE)[who.age]
    kind = pick(rng, KIND_PER_CENT.astype(float)[who.age])
    less_deprived = area(who.deprivation, safety, opportunities)
    holds = {
        "influence": influence <= 1,
        "trust": trust <= 1,
        "community": community <= 1,
        "less deprived": less_deprived == 1,
        "health": health,
        "physical": health & (kind == 0),
        "65 and over": who.age == AGES.index("65 and over"),
        "35 to 64": (who.age >= AGES.index("35-44")) & (who.age < AGES.index("65 and over")),
    }
    columns: dict[str, list[str | None] | list[str] | Codes] = {
        "response": receipts(rng),
        "age": words(who.age, AGES),
        "gender": words(who.gender, GENDERS),
        "district": words(who.district, DISTRICTS),
        "deprivation": who.deprivation + 1,
        "area": words(less_deprived, AREAS),
        "health": words(health.astype(np.intp), ("No", "Yes"), not_said=(unsaid := some(rng, 2))),
        "health_kind": words(kind, KINDS, blank=~health | unsaid),
        "safety": words(safety, AGREEMENT),
        "opportunities": words(opportunities, AGREEMENT),
        "trustworthy": words(trust, EXTENT, dont_know=some(rng, 5), blank=some(rng, 1)),
        "community": words(community, AGREEMENT, dont_know=some(rng, 2), blank=some(rng, 1)),
        "influence": words(influence, DEFINITE, dont_know=some(rng, 4), blank=some(rng, 1)),
    }
    columns |= statements(rng, who, holds)
    return pl.DataFrame(columns)


def statements(rng: np.random.Generator, who: Volunteers, holds: dict[str, Flags]) -> dict[str, list[str | None]]:
    """The answers to A, B, C and D; about 2 in 100 say they don't know, and 1 in 100 leave it blank."""
    common, answers = normal(rng), {}
    _, group = np.unique(np.column_stack(list(holds.values())), axis=0, return_inverse=True)
    for statement, per_cent in ANSWER_PER_CENT.items():
        attitude = COMMON * common + OWN * normal(rng)
        odds = np.ones(N)
        for factor, people in holds.items():
            odds = odds * np.where(people, ODDS[factor][statement], 1.0)
        dont_know, blank = some(rng, 2), some(rng, 1)
        weight = np.where(dont_know | blank, 0.0, who.weight)
        shares = np.array([expected(odds, weight, share) for share in up_to(per_cent)])
        answer = np.zeros(N, np.intp)
        for number in range(group.max() + 1):
            alike = np.flatnonzero(group == number)
            answer[alike] = cut(attitude[alike], shares[:, alike[0]], weight[alike])
        answers[statement] = words(answer, AGREEMENT, dont_know=dont_know, blank=blank)
    return answers


def expected(odds: Floats, weight: Floats, share: float) -> Floats:
    """Each person's chance of an answer, with their relative `odds` of it, so that its weighted mean is `share` (by bisection)."""
    low, high = 0.0, 1000.0
    for _ in range(80):
        level = (low + high) / 2
        chance = level * odds / (1 + level * odds)
        if np.cumsum(weight * chance)[-1] < share * np.cumsum(weight)[-1]:
            low = level
        else:
            high = level
    return chance
