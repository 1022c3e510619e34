"""What people read when they choose, in its renditions. The ledger keeps the version with each choice: change any word here and give it the
next one (a test holds the words against the version)."""

from folkmoot.record.preferences import Choice
from folkmoot.site.renditions import plain

VERSION = 1

WORDING = {
    "title": plain(
        "Say once what you think of uses of your records",
        easy="Tell us once about your records",
        welsh="Dywedwch unwaith beth yw eich barn am ddefnyddio eich cofnodion",
    ),
    "lead": plain(
        "Public bodies use records about people for four kinds of purpose. Say once what you think of each. You can change it at any time.",
        easy="Councils, police and health services use records about people. Tell us once what you think. You can change your mind.",
        welsh="Mae cyrff cyhoeddus yn defnyddio cofnodion am bobl at bedwar math o ddiben. Dywedwch unwaith beth yw eich barn am bob un. "
        "Gallwch ei newid ar unrhyw adeg.",
    ),
    "not_consent": plain(
        "This is not consent. Most of these uses rest on a task that the law gives to public bodies, and do not need your agreement. So "
        "“happy” allows nothing that was not allowed before.",
        easy="This is not asking for your permission. The law lets public bodies do most of these things. If you say happy, nothing "
        "changes.",
        welsh="Nid cydsyniad yw hwn. Mae'r rhan fwyaf o'r defnyddiau hyn yn seiliedig ar dasg y mae'r gyfraith yn ei rhoi i gyrff "
        "cyhoeddus. Felly nid yw “hapus” yn caniatáu dim byd newydd.",
    ),
    "objecting": plain(
        "“Object” uses your right to object (Article 21 of the UK GDPR). A body must then stop using your records for this, unless it "
        "shows compelling reasons that outweigh yours, or needs them for a legal claim. It must tell you which. The law that police "
        "follow when they fight crime has no such right: there your choice is a wish.",
        easy="You have a right to say no. This is called objecting. A public body must then stop. It can only go on if it has a very "
        "strong reason. It must tell you the reason. For police work against crime, saying no is only a wish.",
        welsh="Mae “gwrthwynebu” yn defnyddio eich hawl i wrthwynebu (Erthygl 21 o GDPR y DU). Rhaid i gorff wedyn roi'r gorau i "
        "ddefnyddio eich cofnodion ar gyfer hyn, oni bai ei fod yn dangos rhesymau cryf iawn. Rhaid iddo ddweud wrthych. Nid oes "
        "hawl o'r fath yng nghyfraith yr heddlu wrth ymladd troseddau: dymuniad yw eich dewis yno.",
    ),
    "asking": plain(
        "“Ask me first” is a wish, not a right in law. It is passed on in the same list, so that a body can leave you out until it has "
        "asked you.",
        easy="“Ask me first” is a wish. The law does not say they must.",
        welsh="Dymuniad, nid hawl gyfreithiol, yw “Gofynnwch i mi yn gyntaf”. Fe'i trosglwyddir yn yr un rhestr.",
    ),
    "reach": plain(
        "Bodies get a list of codes without names. They hold their records against it before these are next joined, and leave out whom "
        "they find. It does not undo what was joined or published before. It can only find you if what you write fits what a body holds "
        "about you.",
        easy="We do not give your name to anyone. Public bodies get a list of secret codes. With it they can find you and leave you out "
        "next time. It cannot change what was done before.",
        welsh="Mae cyrff yn cael rhestr o godau heb enwau. Maent yn cymharu eu cofnodion â hi cyn eu cysylltu nesaf, ac yn gadael allan "
        "y rhai y maent yn eu canfod. Nid yw'n dadwneud yr hyn a wnaed o'r blaen.",
    ),
    "help": plain(
        "It is free, and it does not change the help you get. You need not choose for all four.",
        easy="It is free. You still get the same help. You can leave some out.",
        welsh="Mae am ddim, ac nid yw'n newid y cymorth a gewch. Nid oes rhaid dewis ar gyfer y pedwar.",
    ),
    "erasing": plain(
        "Once your details are erased, nobody can find you in any records. Your objections will no longer be honoured the next time "
        "records are joined. Your choices stay on record without you and still count in the numbers. This cannot be undone: to object "
        "again, you start again.",
        easy="If we erase your details, we cannot find you any more. Then your no does not work any more. You cannot undo this. You can "
        "start again.",
        welsh="Unwaith y bydd eich manylion wedi'u dileu, ni all neb ddod o hyd i chi mewn unrhyw gofnodion. Ni fydd eich "
        "gwrthwynebiadau'n cael eu parchu y tro nesaf y caiff cofnodion eu cysylltu. Ni ellir dadwneud hyn.",
    ),
}

CHOICES = {
    Choice.HAPPY: plain("Happy with it", easy="I am happy with this", welsh="Hapus ag ef"),
    Choice.OBJECT: plain("I object: do not use my records for this", easy="I say no to this", welsh="Rwy'n gwrthwynebu"),
    Choice.ASK: plain("Ask me first", welsh="Gofynnwch i mi yn gyntaf"),
}
NO_CHOICE = plain("No choice", easy="I do not want to choose", welsh="Dim dewis")

FAMILIES = {
    "protect": plain(
        "Protecting people at risk, such as children or older people who may be harmed.",
        easy="Keeping people safe",
        welsh="Amddiffyn pobl sydd mewn perygl, fel plant neu bobl hŷn.",
    ),
    "health": plain(
        "Health and wellbeing, such as finding out who lives in a cold home.",
        easy="Helping people to be well",
        welsh="Iechyd a lles, fel darganfod pwy sy'n byw mewn cartref oer.",
    ),
    "harm": plain(
        "Preventing harm, such as crime, debt or losing a home.",
        easy="Stopping bad things before they happen",
        welsh="Atal niwed, fel trosedd, dyled neu golli cartref.",
    ),
    "places": plain(
        "Shaping local places, such as where to build schools or run buses.",
        easy="Making places better to live in",
        welsh="Llunio lleoedd lleol, fel ble i adeiladu ysgolion neu redeg bysiau.",
    ),
}
"""Each purpose family as people are asked about it."""
