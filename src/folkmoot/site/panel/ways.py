"""What a member may agree to, in which language and with which support they are asked: fixed lists, each in its renditions."""

from collections.abc import Mapping

from folkmoot.site.renditions import Texts, plain

VERSION = 1
"""The version of the words below: stored with each consent, so that it is known what was agreed to. Change it with the words."""

WAYS: Mapping[str, Texts] = {
    "survey": plain(
        "A survey: the same questions to many people, online or on paper",
        easy="A survey: you answer some questions",
        welsh="Arolwg: yr un cwestiynau i lawer o bobl, ar-lein neu ar bapur",
    ),
    "interview": plain(
        "An interview: one person listens to you for about an hour",
        easy="An interview: one person listens to you",
        welsh="Cyfweliad: mae un person yn gwrando arnoch am tua awr",
    ),
    "focus group": plain(
        "A focus group: you talk with six to ten others",
        easy="A small group: you talk with some other people",
        welsh="Grŵp ffocws: rydych yn siarad â chwech i ddeg o bobl eraill",
    ),
    "jury": plain(
        "A citizens' jury: you hear evidence for some days and decide together",
        easy="A jury: you listen for some days, then you all decide",
        welsh="Rheithgor dinasyddion: rydych yn clywed tystiolaeth am rai dyddiau ac yn penderfynu gyda'ch gilydd",
    ),
    "dialogue": plain(
        "A dialogue: a talk in your own group, with a guide from us",
        easy="A talk in your own group. We help you",
        welsh="Deialog: sgwrs yn eich grŵp eich hun, gyda chanllaw gennym ni",
    ),
    "committee": plain(
        "A committee: you sit on a board that looks at uses of data",
        easy="A committee: you meet and look at how records are used",
        welsh="Pwyllgor: rydych yn eistedd ar fwrdd sy'n edrych ar ddefnyddiau o ddata",
    ),
}
"""The ways of asking people that a member agrees to, each on its own; the keys are those of the methods of engagement."""

QUALITATIVE = ("interview", "focus group", "jury")

LANGUAGES: Mapping[str, Texts] = {
    "en": plain("English", welsh="Saesneg"),
    "cy": plain("Welsh", welsh="Cymraeg"),
    "bsl": plain("British Sign Language", welsh="Iaith Arwyddion Prydain"),
    "other": plain("Another language", welsh="Iaith arall"),
}

SUPPORT: Mapping[str, Texts] = {
    "easy": plain("Easy read", welsh="Hawdd ei ddeall"),
    "large": plain("Large print", easy="Big letters", welsh="Print bras"),
    "paper": plain("On paper, by post", easy="On paper", welsh="Ar bapur, drwy'r post"),
    "phone": plain("By phone", welsh="Dros y ffôn"),
    "interpreter": plain("With an interpreter", easy="With someone who speaks my language", welsh="Gyda chyfieithydd ar y pryd"),
    "someone": plain("With someone I trust beside me", easy="With someone I trust", welsh="Gyda rhywun rwy'n ymddiried ynddo wrth fy ymyl"),
}


def english(texts: Texts) -> str:
    """The standard English of a text."""
    return texts["en"]["standard"]
