"""The business case of "Ready for school": an answer to every question that a business case asks of this use, by the question's id."""

from typing import Any

from examples.essex.texts import texts

ANSWERS: dict[str, Any] = {
    "problem": texts(
        "Some children start school without the words and habits they need. It is hard to catch up later. "
        "The council sees who goes to nursery. The police see where children live with harm at home. "
        "Each holds one piece. Put together, they show where more play, talk and parent groups should open.",
        "Some children are not ready when school starts. It is hard to catch up. "
        "We want to find where help is missing. Then we will open more play groups there.",
    ),
    "gains": texts(
        "Children under five and their parents, in the parts of Essex where help is thin. Then their schools.",
        "Young children and their parents.",
    ),
    "benefit": texts(
        "More children reach a good level of development at the end of their first school year. "
        "We compare each part of Essex with itself, before and two years after the groups open, and publish both.",
        "More children will be ready for school. We check after two years. We show you what we find.",
    ),
    "methods": texts(
        "The joined records are counted and compared: how many children in each part of Essex have which needs together, and how much help "
        "is near. Out come tables of totals. Nothing is listed child by child.",
        "We count children. We make tables. We make no list of children.",
    ),
    "predicts": "no",
    "technical": texts(
        "Counts by area and combination of needs, standardised for age, with intervals from a Poisson model with areas as random effects. "
        "No area under 2,000 homes.",
        "This part is for people who study numbers. We count children in each place. We show no small places.",
    ),
    "alternatives": texts(
        "Not joining records: nursery figures alone miss homes where harm keeps children away. "
        "Asking families: it gives people the most say, but families under strain answer least, and they matter most here. "
        "Joining totals by ward: it is safer, but hides which needs fall on the same children.",
        "We could use nursery records only. Some children would be missed. We could ask every family. But many would not answer.",
    ),
    "cost": texts(
        "About £60,000 and eight months of one analyst's time, from the council's early years budget. The figure is made up.",
        "It costs about £60,000. The council pays. The number is made up.",
    ),
    "groups": texts(
        "A place could get a bad name, and families there could be looked down on. "
        "So nothing is shown for a small area, and no place is called a worst or a best one.",
        "A place can get a bad name. That hurts people. So we show no small places.",
    ),
    "equality": texts(
        "Families who speak little English, and those with a disabled child, use nurseries less, so they are easy to miss. "
        "Both are counted apart where numbers allow, and asked what help would suit them.",
        "Some families are easy to miss. We ask them too.",
    ),
}
