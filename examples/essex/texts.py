"""How the example keeps a text: by language, then by standard or easy read, as the site does."""

type Texts = dict[str, dict[str, str]]

PLACE = "Essex (example)"
SYNTHETIC_NOTICE = (
    "The people, answers and decisions here are made up. "
    "The published facts are from the reports of the Essex Centre for Data Analytics of 2021."
)


def texts(standard: str, easy: str = "", welsh: str = "") -> Texts:
    """A text in standard English, with its easy read and its Welsh where there are any."""
    return {"en": {"standard": standard} | ({"easy": easy} if easy else {})} | ({"cy": {"standard": welsh}} if welsh else {})
