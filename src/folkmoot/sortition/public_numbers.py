"""The seed of a public draw: made of numbers that nobody knows before, and, if wanted, of a secret chosen and committed before.

1. **Before.** The file that is published says in words which public numbers will count (`PublicNumbers`: the source, how many, from
   which to which), and, where there is a secret, its SHA-256. Nobody can change the file afterwards without changing its hash.
2. **After.** The public numbers appear (balls drawn by a lottery, dice thrown in the room, a randomness beacon). The seed is the SHA-256 of
   the canonical JSON of {"file": hash of the published file, "public_numbers": [each as decimal text], "secret": hexadecimal or null}.

With public numbers alone, whoever makes those numbers could in theory look ahead at what they would give; with the secret, nobody can,
and whoever holds the secret cannot know the numbers. The price: a secret that is not revealed leaves a draw without a result. Such a draw
must be announced as void, never quietly held again.
"""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from folkmoot.sortition.canonical import Document, Value, canonical

SECRET_BYTES = 32
LARGEST = (1 << 512) - 1


@dataclass(frozen=True, slots=True)
class PublicNumbers:
    """Which public numbers will count, said before anybody knows them.

    source: in words, so that a stranger can look them up: what, where, when, and in which order ("the six main balls of the national
    lottery on Saturday 6 March 2027, in the order drawn"). count: how many. low, high: the smallest and largest each can be.
    """

    source: str
    count: int
    low: int
    high: int

    def __post_init__(self) -> None:
        if not self.source.strip():
            raise ValueError("Say where the public numbers come from: what, where, when, and in which order.")
        if not 1 <= self.count <= 1000:
            raise ValueError(f"The draw needs from 1 to 1,000 public numbers, not {self.count}.")
        if not 0 <= self.low < self.high <= LARGEST:
            raise ValueError(
                f"Public numbers from {self.low} to {self.high} cannot be used. Give a low end of at least 0 and a higher high end."
            )

    @property
    def outcomes(self) -> int:
        """How many results there can be at most."""
        return int((self.high - self.low + 1) ** self.count)

    def refuse_too_few(self, results: int) -> None:
        """Raises ValueError when there are fewer than 1,000 outcomes for each of `results` results: some would be clearly likelier."""
        if self.outcomes < 1000 * results:
            raise ValueError(
                f"The public numbers have {self.outcomes:,} possible outcomes, so that some results would be clearly likelier than "
                f"others. Use more numbers, or numbers from a wider range, with at least {1000 * results:,} possible outcomes."
            )

    def typed(self, numbers: Sequence[int | str]) -> tuple[int, ...]:
        """The numbers as typed in: whole numbers, or text such as "07" or, for a value in hexadecimal, "0x8d61".

        Raises ValueError when one is no number or out of range, or when there are too few or too many.
        """
        if len(numbers) != self.count:
            raise ValueError(f"There should be {self.count} public numbers; {len(numbers)} were given. They are: {self.source}.")
        values = tuple(_value(number, place) for place, number in enumerate(numbers, 1))
        for place, value in enumerate(values, 1):
            if not self.low <= value <= self.high:
                raise ValueError(f"Public number {place} is {value}. It should be from {self.low} to {self.high}.")
        return values

    def as_document(self) -> Document:
        """As it stands in the published file; the ends as text, since they may be longer than JSON's numbers."""
        return {"source": self.source, "count": self.count, "low": str(self.low), "high": str(self.high)}

    @staticmethod
    def from_document(document: Value) -> "PublicNumbers":
        """The reverse. Raises ValueError when the document is no such thing."""
        if isinstance(document, dict) and set(document) == {"source", "count", "low", "high"}:
            source, count, low, high = (document[key] for key in ("source", "count", "low", "high"))
            if isinstance(source, str) and type(count) is int and isinstance(low, str) and isinstance(high, str):
                return PublicNumbers(source, count, whole_number(low), whole_number(high))
        raise ValueError("The file does not say which public numbers count.")


def whole_number(text: str) -> int:
    """A whole number of at least 0 from its decimal text, written in the only way. Raises ValueError."""
    if not re.fullmatch(r"0|[1-9][0-9]{0,199}", text):
        raise ValueError(f"“{text[:20]}” is not a whole number.")
    return int(text)


def _value(number: int | str, place: int) -> int:
    text = str(number).strip().lower()
    if re.fullmatch(r"[0-9]{1,200}", text):
        return int(text)
    if re.fullmatch(r"0x[0-9a-f]{1,200}", text):
        return int(text, 16)
    raise ValueError(f"Public number {place} is “{text[:20]}”. Type a whole number, or a hexadecimal value that begins with 0x.")


def new_secret() -> bytes:
    """32 bytes from the operating system's source of randomness. Keep them private until the public numbers are known."""
    return secrets.token_bytes(SECRET_BYTES)


def commitment_to(secret: bytes) -> str:
    """What is published beforehand in place of the secret: its SHA-256. Raises ValueError unless the secret has 32 bytes."""
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"The secret has {len(secret)} bytes. It must have {SECRET_BYTES}: make one with new_secret().")
    return hashlib.sha256(secret).hexdigest()


def combined_seed(file_hash: str, numbers: Sequence[int], secret: bytes | None) -> bytes:
    """The seed (32 bytes) of what was published with `file_hash`, once the public numbers are known. See the top of this file."""
    parts: Document = {
        "file": file_hash,
        "public_numbers": [str(number) for number in numbers],
        "secret": None if secret is None else secret.hex(),
    }
    return hashlib.sha256(canonical(parts)).digest()


def refuse_secret(secret: bytes | None, commitment: str | None) -> None:
    """Raises ValueError unless the secret is the one committed to: none, where nothing was committed to."""
    if commitment is None and secret is not None:
        raise ValueError("The published file is not committed to a secret, so none may be used.")
    if commitment is not None and secret is None:
        raise ValueError("The published file is committed to a secret. Give it, or announce that this draw is void.")
    if secret is not None and commitment_to(secret) != commitment:
        raise ValueError("This is not the secret that the published file is committed to.")


def published_seed(file_hash: str, announced: PublicNumbers, commitment: str | None, numbers: Sequence[str], secret: str | None) -> bytes:
    """The seed from what stands in two published files: the first announced the numbers, the second gives them.

    Raises ValueError when the numbers or the secret are not those announced.
    """
    if secret is not None and not re.fullmatch(r"[0-9a-f]{64}", secret):
        raise ValueError("The secret should be 64 hexadecimal digits (0 to 9, a to f).")
    opened = None if secret is None else bytes.fromhex(secret)
    refuse_secret(opened, commitment)
    return combined_seed(file_hash, announced.typed([str(whole_number(number)) for number in numbers]), opened)
