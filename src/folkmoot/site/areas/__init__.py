"""Look-ups from a postcode to the level of its area, such as a fifth of an index of deprivation. No one's postcode is kept here."""
