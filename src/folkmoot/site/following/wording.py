"""What people who follow read, on the pages and in mails, in its renditions."""

from folkmoot.site.renditions import plain

PAGE = {
    "title": plain("If it involves you, be told", easy="Tell me about this", welsh="Os yw'n ymwneud â chi, cewch wybod"),
    "lead": plain(
        "Choose what you want to be told of, and we write to you by e-mail when a notice is published, when people are asked, when results "
        "are out and when something is decided. All else comes together, once a month at most.",
        easy="Tell us what you care about. We send you an e-mail when there is something new.",
        welsh="Dewiswch yr hyn yr hoffech gael gwybod amdano. Byddwn yn anfon e-bost pan gyhoeddir hysbysiad, pan ofynnir i bobl, pan fydd "
        "canlyniadau a phan wneir penderfyniad. Daw popeth arall gyda'i gilydd, unwaith y mis ar y mwyaf.",
    ),
    "chosen": plain(
        "You choose. Nobody looks into records to find out what concerns you, and following does not say that you are in any.",
        easy="You choose. We do not look at records about you.",
        welsh="Chi sy'n dewis. Nid oes neb yn edrych mewn cofnodion i weld beth sy'n berthnasol i chi.",
    ),
    "find": plain("Find a use of data", welsh="Dod o hyd i ddefnydd o ddata"),
    "address": plain(
        "Your address is kept encrypted, apart from everything else, for these mails alone. Every mail has a link that stops them and "
        "deletes it. You need no account.",
        easy="We keep your address safe. We only use it for this. Every e-mail has a link to stop.",
        welsh="Cedwir eich cyfeiriad wedi'i amgryptio, at y negeseuon hyn yn unig. Mae dolen ym mhob e-bost sy'n eu hatal ac yn ei ddileu.",
    ),
}


def one_by_one(count: int) -> dict[str, dict[str, str]]:
    """How to follow one of so many initiatives that they are not listed."""
    return plain(
        f"There are {count:,} uses of data here, too many to list. To follow one, open its page and choose “be told by e-mail”.",
        easy=f"There are {count:,} uses of data. Do you want to follow one? Open its page. Press “be told by e-mail”.",
        welsh=f"Mae {count:,} o ddefnyddiau o ddata yma, gormod i'w rhestru. I ddilyn un, agorwch ei dudalen a dewiswch “be told by "
        "e-mail”.",
    )


MAIL = {
    "link_subject": plain("Please confirm that we may write to you", welsh="Cadarnhewch y cawn ysgrifennu atoch"),
    "link": plain(
        "Somebody, probably you, asked us to write to this address about:",
        easy="Did you ask us to write to you? It is about:",
        welsh="Gofynnodd rhywun, chi yn ôl pob tebyg, i ni ysgrifennu i'r cyfeiriad hwn am:",
    ),
    "link_yes": plain(
        "If it was you, open this page and say yes:",
        easy="If yes, open this page and press the button:",
        welsh="Os mai chi oedd hynny, agorwch y dudalen hon a dywedwch ie:",
    ),
    "link_no": plain(
        "If it was not you, you need do nothing: this address is deleted after seven days.",
        easy="If not, do nothing. We delete your address after seven days.",
        welsh="Os nad chi ydoedd, nid oes angen gwneud dim: caiff y cyfeiriad hwn ei ddileu ar ôl saith diwrnod.",
    ),
    "subject": plain("There is news of what you follow", easy="There is something new", welsh="Mae newyddion am yr hyn a ddilynwch"),
    "points": plain(
        "This happened with uses of data that you follow.",
        easy="This is new.",
        welsh="Digwyddodd hyn gyda defnyddiau o ddata a ddilynwch. Mae rhai brawddegau yn Saesneg.",
    ),
    "digest": plain(
        "This happened as well since we last told you.",
        easy="This is new as well.",
        welsh="Digwyddodd hyn hefyd ers i ni ysgrifennu ddiwethaf. Mae rhai brawddegau yn Saesneg.",
    ),
    "more": plain("There is more. All of it is here:", welsh="Mae rhagor. Mae'r cyfan yma:"),
    "why": plain(
        "You get this because you asked for it. See or change what you follow:",
        easy="You asked us to write to you. You can change what we write about:",
        welsh="Rydych yn cael hwn oherwydd i chi ofyn amdano. Gweld neu newid yr hyn a ddilynwch:",
    ),
    "stop": plain(
        "Stop these mails and delete your address:",
        easy="Stop these e-mails. We then delete your address:",
        welsh="Atal y negeseuon hyn a dileu eich cyfeiriad:",
    ),
}
