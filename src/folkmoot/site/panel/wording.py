"""What people who join a panel read, in its renditions."""

from folkmoot.site.renditions import Texts, plain

PANEL = {
    "title": plain("Citizens’ panels", welsh="Paneli dinasyddion"),
    "lead": plain(
        "People who agreed to be asked again, a few times a year, before public bodies use records about them.",
        easy="A panel is a group of people. We ask them what they think. You can join.",
        welsh="Pobl a gytunodd i gael eu holi eto, ychydig o weithiau'r flwyddyn, cyn i gyrff cyhoeddus ddefnyddio cofnodion amdanynt.",
    ),
    "join": plain("Join this panel", welsh="Ymuno â'r panel hwn"),
    "lot": plain(
        "Each time, some members are drawn by lot. You need never answer. You can pause or leave at any time.",
        easy="A computer picks some people each time. You can say no. You can stop at any time.",
        welsh="Bob tro, tynnir enwau rhai aelodau drwy hap. Nid oes rhaid i chi ateb byth. Gallwch oedi neu adael unrhyw bryd.",
    ),
    "apart": plain(
        "Your name and how to reach you are kept encrypted, apart from everything else. What you answer is never shown beside your name.",
        easy="We keep your name safe. Nobody sees your name next to what you said.",
        welsh="Cedwir eich enw a sut i gysylltu â chi wedi'u hamgryptio, ar wahân i bopeth arall. Ni ddangosir "
        "eich atebion byth wrth eich enw.",
    ),
    "about_you": plain(
        "These show us who is missing from the panel. Skip any you like.",
        easy="This helps us to hear from everyone. You can skip any question.",
        welsh="Mae'r rhain yn dangos pwy sydd ar goll o'r panel. Gallwch hepgor unrhyw un.",
    ),
    "link": plain(
        "This is your private link. Keep it: with it you see what we hold, change it, pause, leave, take everything with you, or "
        "have it erased.",
        easy="This is your own link. Keep it safe. Do not show it to other people. With it you can change things or stop.",
        welsh="Dyma eich dolen breifat. Cadwch hi: gyda hi gallwch weld yr hyn a gadwn, ei newid, oedi, gadael, mynd â phopeth gyda chi, "
        "neu ei ddileu.",
    ),
    "twice": plain(
        "If you had joined before with the same way to reach you, only the first time counts. Use the link you got then.",
        easy="Did you join before? Then use the link you got then.",
        welsh="Os oeddech wedi ymuno o'r blaen gyda'r un manylion cyswllt, dim ond y tro cyntaf sy'n cyfrif. Defnyddiwch y ddolen a "
        "gawsoch bryd hynny.",
    ),
}

ASKS: dict[str, Texts] = {
    "name": plain("Your name", welsh="Eich enw"),
    "contact": plain(
        "How we can reach you: an e-mail address, a telephone number or a postal address",
        easy="How can we reach you?",
        welsh="Sut gallwn gysylltu â chi: cyfeiriad e-bost, rhif ffôn neu gyfeiriad post",
    ),
    "ways": plain("In which ways may we ask you?", easy="How may we ask you?", welsh="Ym mha ffyrdd y cawn eich holi?"),
    "language": plain("In which language do you want to be asked?", easy="Which language?", welsh="Ym mha iaith hoffech gael eich holi?"),
    "support": plain("What would help you?", welsh="Beth fyddai'n eich helpu?"),
}
SKIP = plain("I would rather not say", welsh="Byddai'n well gen i beidio â dweud")

MAIL = {
    "subject": plain("Your link to the citizens’ panel", welsh="Eich dolen i'r panel dinasyddion"),
    "joined": plain(
        "Thank you for joining. This is your private link. With it you see what we hold, change it, pause or leave:",
        easy="Thank you for joining. This is your own link. With it you can change things or stop:",
        welsh="Diolch am ymuno. Dyma eich dolen breifat. Gyda hi gallwch weld yr hyn a gadwn, ei newid, oedi neu adael:",
    ),
    "already": plain(
        "Somebody, probably you, joined with this address once more. You had joined already, and nothing changed. This is your link:",
        easy="You joined before. Nothing has changed. This is your own link:",
        welsh="Ymunodd rhywun, chi yn ôl pob tebyg, â'r cyfeiriad hwn unwaith eto. Roeddech eisoes wedi ymuno, ac ni newidiodd dim. Dyma "
        "eich dolen:",
    ),
    "not_me": plain(
        "If it was not you, open the link and choose to erase everything.",
        easy="Was it not you? Open the link. Press the button that deletes everything.",
        welsh="Os nad chi ydoedd, agorwch y ddolen a dewiswch ddileu popeth.",
    ),
}

HELD = {
    "member": plain("Member of a panel", easy="You are in a panel", welsh="Aelod o banel"),
    "since": plain("{panel}, since {day}", welsh="{panel}, ers {day}"),
}
"""That somebody is a member, for that person."""
