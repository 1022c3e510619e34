"""`python -m examples.essex OUT.csv` writes the 3,021 made-up responses."""

import sys
from pathlib import Path

from examples.essex.residents import responses


def main(arguments: list[str]) -> int:
    """Writes the responses to the one file named; 0 when it did, 1 when it could not, 2 when it was not asked rightly."""
    if len(arguments) != 1:
        print("Say where the responses should go: python -m examples.essex OUT.csv", file=sys.stderr)
        return 2
    frame = responses()
    try:
        frame.write_csv(Path(arguments[0]))
    except OSError as problem:
        print(
            f"Cannot write {arguments[0]}: {problem.strerror or problem}. Choose a folder that exists and that you may write to.",
            file=sys.stderr,
        )
        return 1
    print(f"{arguments[0]}: {len(frame):,} made-up responses.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
