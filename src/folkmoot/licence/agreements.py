"""Whether the agreements of an initiative are signed and in date."""

from collections import defaultdict
from datetime import date

from folkmoot.face.words import date_words
from folkmoot.licence.answer import Check, fails, passes
from folkmoot.licence.facts import AgreementFact, Facts


def check(facts: Facts, day: date) -> Check:
    """Whether they hold on a day, and why.

    Agreements of one kind between the same parties follow each other, so one of them in date is enough; so is one of that kind
    between more parties. An agreement with a party that is no longer in the initiative does not count. Where two or more
    organisations are in it, each needs an agreement.
    """
    groups: dict[tuple[str, frozenset[str]], list[AgreementFact]] = defaultdict(list)
    for agreement in facts.agreements:
        if agreement.parties <= facts.parties:
            groups[agreement.kind, agreement.parties].append(agreement)
    ordered = [groups[key] for key in sorted(groups, key=lambda key: (key[0], sorted(key[1])))]
    problems, ran_out, ends = [], False, []
    for group in ordered:
        holding = [a.ends for a in group if _holds(a, day)]
        ended = [a.ends for a in group if a.signed is not None and a.signed <= day and a.ends < day]
        if holding:
            ends.append(max(holding))
        elif any(a.kind == group[0].kind and a.parties > group[0].parties and _holds(a, day) for other in ordered for a in other):
            continue
        elif ended:
            ran_out = True
            problems.append(f"The one of {_and(group[0].parties)} ended on {date_words(max(ended))}.")
        else:
            problems.append(f"The one of {_and(group[0].parties)} is not signed yet.")
    left_out = facts.parties.difference(*(parties for _, parties in groups)) if len(facts.parties) > 1 else frozenset[str]()
    if left_out:
        problems.append(f"{_and(left_out)} {'has' if len(left_out) == 1 else 'have'} not signed one yet.")
    if problems:
        return fails("agreements", " ".join(problems), lapsed=ran_out)
    if not ends:
        return passes("agreements", "Only one organisation is in this, so none is needed.")
    if len(ends) == 1:
        return passes("agreements", f"There is one. It is signed and ends on {date_words(ends[0])}.")
    return passes("agreements", f"All {len(ends)} are signed. The first one ends on {date_words(min(ends))}.")


def _holds(agreement: AgreementFact, day: date) -> bool:
    return agreement.signed is not None and agreement.signed <= day <= agreement.ends


def _and(names: frozenset[str]) -> str:
    ordered = sorted(names)
    return ordered[0] if len(ordered) == 1 else f"{', '.join(ordered[:-1])} and {ordered[-1]}"
