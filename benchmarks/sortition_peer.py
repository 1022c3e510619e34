"""One pool in sortition-algorithms, as its documentation would have a user find it: maximin on its default solver, HiGHS.

`PYTHON benchmarks/sortition_peer.py FOLDER SIZE` prints {"version", "seconds", "smallest"} as JSON, where PYTHON has that package. It runs
in an interpreter of its own because the package is GPL-3 and Folkmoot is not: nothing of Folkmoot is imported here.
"""

import csv
import json
import sys
import time
from importlib.metadata import version
from pathlib import Path


def main(folder: Path, size: int) -> None:
    """Solve and print."""
    from sortition_algorithms.committee_generation.maximin import find_distribution_maximin
    from sortition_algorithms.features import read_in_features
    from sortition_algorithms.people import read_in_people
    from sortition_algorithms.settings import Settings

    with (folder / "categories.csv").open(encoding="utf-8", newline="") as file:
        quotas = list(csv.DictReader(file))
    with (folder / "respondents.csv").open(encoding="utf-8", newline="") as file:
        people = [{"id": str(number), **row} for number, row in enumerate(csv.DictReader(file))]
    rows = [{"feature": row["category"], "value": row["feature"], "min": row["min"], "max": row["max"]} for row in quotas]
    features, *_ = read_in_features(["feature", "value", "min", "max"], rows)
    pool, _ = read_in_people(list(people[0]), people, features, Settings(id_column="id", columns_to_keep=[]))
    start = time.process_time()
    panels, chances, _ = find_distribution_maximin(features, pool, size, [], "highspy")
    seconds = time.process_time() - start
    each = dict.fromkeys((row["id"] for row in people), 0.0)
    for panel, chance in zip(panels, chances, strict=True):
        for person in panel:
            each[person] += chance
    print(json.dumps({"version": version("sortition-algorithms"), "seconds": seconds, "smallest": min(each.values())}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
