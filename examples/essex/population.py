"""The population the answers are weighted to: adults in the 12 districts of the county council's area.

Districts: residents of all ages on Census day, 21 March 2021, as the Office for National Statistics published them, rounded to
hundreds. A district's part of all residents stands for its part of all adults. The parts by age and gender, and the number of
adults, are round figures made for this example: near the truth for Essex, and not for use anywhere else.
"""

RESIDENTS = {
    "Basildon": 187_600,
    "Braintree": 155_200,
    "Brentwood": 77_000,
    "Castle Point": 89_600,
    "Chelmsford": 181_500,
    "Colchester": 192_700,
    "Epping Forest": 135_000,
    "Harlow": 93_300,
    "Maldon": 66_200,
    "Rochford": 85_600,
    "Tendring": 148_100,
    "Uttlesford": 91_300,
}

ADULTS = 1_200_000

AGE_PER_CENT = {"18-24": 9, "25-34": 15, "35-44": 16, "45-54": 17, "55-64": 16, "65 and over": 27}

GENDER_PER_CENT = {"Female": 51.4, "Male": 48.1, "Other or prefer to self-describe": 0.5}

# Per cent of each district's people who live in areas of the five national deprivation quintiles, 1 most deprived to 5 least.
# Round figures made for this example, in the spirit of the English Indices of Deprivation.
DEPRIVATION_PER_CENT = {
    "Basildon": (24, 18, 16, 18, 24),
    "Braintree": (5, 18, 27, 28, 22),
    "Brentwood": (1, 10, 17, 25, 47),
    "Castle Point": (7, 20, 24, 24, 25),
    "Chelmsford": (3, 11, 17, 25, 44),
    "Colchester": (11, 22, 23, 24, 20),
    "Epping Forest": (4, 21, 27, 24, 24),
    "Harlow": (17, 38, 27, 14, 4),
    "Maldon": (4, 15, 29, 32, 20),
    "Rochford": (3, 9, 18, 28, 42),
    "Tendring": (37, 28, 20, 11, 4),
    "Uttlesford": (1, 4, 17, 32, 46),
}


def margins() -> dict[str, dict[str, float]]:
    """Adults by age band, by gender and by district, as counts of people. Each of the three adds up to `ADULTS`."""
    everyone = sum(RESIDENTS.values())
    return {
        "age": {band: ADULTS * part / 100 for band, part in AGE_PER_CENT.items()},
        "gender": {gender: ADULTS * part / 100 for gender, part in GENDER_PER_CENT.items()},
        "district": {district: ADULTS * residents / everyone for district, residents in RESIDENTS.items()},
    }
