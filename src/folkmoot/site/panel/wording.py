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
    "thank_you": plain("Thank you for joining", welsh="Diolch am ymuno"),
    "link_gone": plain(
        "Your private link was shown here for ten minutes. If you did not keep it, ask {who}.",
        easy="We showed your link here for ten minutes. Did you not keep it? Ask {who}.",
        welsh="Dangoswyd eich dolen breifat yma am ddeng munud. Os na wnaethoch ei chadw, gofynnwch i {who}.",
    ),
    "back": plain("Back to the panel", welsh="Yn ôl i'r panel"),
    "mine": plain("My place on the panel", welsh="Fy lle ar y panel"),
    "active": plain("You are a member.", easy="You are in the panel.", welsh="Rydych yn aelod."),
    "paused": plain(
        "You are pausing: nobody asks you.",
        easy="You have stopped for now. We do not ask you.",
        welsh="Rydych yn oedi: nid oes neb yn eich holi.",
    ),
    "left": plain("You have left. Nobody asks you.", welsh="Rydych wedi gadael. Nid oes neb yn eich holi."),
    "asked_now": plain("You are asked now", easy="We are asking you now", welsh="Gofynnir i chi nawr"),
    "until": plain("until {day}.", welsh="tan {day}."),
    "your_code": plain("Your code:", welsh="Eich cod:"),
    "need_not": plain(
        "You need not answer. It is your choice each time.",
        easy="You do not have to answer.",
        welsh="Nid oes rhaid i chi ateb. Eich dewis chi ydyw bob tro.",
    ),
    "we_hold": plain("What we hold", easy="What we know about you", welsh="Yr hyn a gadwn"),
    "member_since": plain("Member since", easy="You joined on", welsh="Aelod ers"),
    "day": plain("{day}", welsh="{day}"),
    "who": plain("Your name and how to reach you", welsh="Eich enw a sut i gysylltu â chi"),
    "in_vault": plain(
        "Kept in the vault. They are in the file below.",
        easy="We keep them safe. You can see them in the file.",
        welsh="Fe'u cedwir yn y gladdgell. Maent yn y ffeil isod.",
    ),
    "times_asked": plain("Times you were asked", easy="How often we asked you", welsh="Sawl gwaith y gofynnwyd i chi"),
    "times_answered": plain("Times you answered", easy="How often you answered", welsh="Sawl gwaith yr ateboch"),
    "times_told": plain(
        "Times you were then told what came of it",
        easy="How often we told you what happened",
        welsh="Sawl gwaith y dywedwyd wrthych wedyn beth ddaeth ohono",
    ),
    "not_open": plain("something that has not opened yet", welsh="rhywbeth nad yw wedi agor eto"),
    "promised": plain("You were promised:", welsh="Addawyd i chi:"),
    "take_all": plain(
        "Take everything with you, as a file (JSON)",
        easy="Get all of it as a file (JSON)",
        welsh="Mynd â phopeth gyda chi, fel ffeil (JSON)",
    ),
    "you_agree": plain("What you agree to", welsh="Yr hyn rydych yn cytuno iddo"),
    "save_ways": plain("Save what I agree to", easy="Save", welsh="Cadw'r hyn rwy'n cytuno iddo"),
    "you_say": plain("What you say of yourself", easy="About you", welsh="Yr hyn a ddywedwch amdanoch eich hun"),
    "save_about": plain("Save what I say", easy="Save", welsh="Cadw'r hyn rwy'n ei ddweud"),
    "stop": plain("Pause, leave, or be erased", easy="Stop, or be deleted", welsh="Oedi, gadael, neu gael eich dileu"),
    "pause": plain("Pause", easy="Stop for now", welsh="Oedi"),
    "come_back": plain("Come back", welsh="Dod yn ôl"),
    "leave": plain("Leave the panel", welsh="Gadael y panel"),
    "erase": plain("Have everything erased", easy="Delete everything", welsh="Dileu popeth"),
    "changed": plain("It is changed.", welsh="Mae wedi'i newid."),
    "now_paused": plain(
        "You are pausing. Nobody asks you until you come back.",
        easy="You have stopped for now. You can come back.",
        welsh="Rydych yn oedi. Nid oes neb yn eich holi nes i chi ddod yn ôl.",
    ),
    "now_active": plain("You can be drawn again.", easy="We can ask you again.", welsh="Gellir tynnu eich enw eto."),
    "now_left": plain(
        "You have left. You can come back with this link, or have everything erased.",
        easy="You have left. You can come back. Or you can delete everything.",
        welsh="Rydych wedi gadael. Gallwch ddod yn ôl gyda'r ddolen hon, neu gael dileu popeth.",
    ),
    "erase_title": plain("Have everything erased?", easy="Delete everything?", welsh="Dileu popeth?"),
    "erase_lead": plain(
        "Your name, how to reach you, what you said of yourself and this link are deleted. It cannot be undone.",
        easy="We delete your name and all we know about you. We cannot get it back.",
        welsh="Caiff eich enw, sut i gysylltu â chi, yr hyn a ddywedoch amdanoch eich hun a'r ddolen hon eu dileu. Ni ellir ei ddadwneud.",
    ),
    "erase_words": plain(
        "What you answered stays in the numbers and names nobody. A draw keeps the group you were drawn from, under a number that leads to "
        "nobody. You can join again at any time.",
        easy="We keep your answers without your name. You can join again.",
        welsh="Mae'r hyn a ateboch yn aros yn y rhifau ac nid yw'n enwi neb. Mae tynnu enwau yn cadw'r grŵp y tynnwyd chi ohono, o dan rif "
        "nad yw'n arwain at neb. Gallwch ymuno eto ar unrhyw adeg.",
    ),
    "erase_now": plain("Erase everything", easy="Delete everything", welsh="Dileu popeth"),
    "keep_it": plain("Back, keep it", easy="Go back", welsh="Yn ôl, ei gadw"),
    "erased": plain("Everything is erased", easy="Everything is deleted", welsh="Mae popeth wedi'i ddileu"),
    "erased_lead": plain(
        "Nobody can be found by it any more, and your link leads to nothing.",
        easy="Nobody can find you any more. Your link does not work now.",
        welsh="Ni ellir dod o hyd i neb drwyddo mwyach, ac nid yw eich dolen yn arwain at ddim.",
    ),
    "nothing": plain("This link leads to nothing", easy="This link does not work", welsh="Nid yw'r ddolen hon yn arwain at ddim"),
    "nothing_lead": plain(
        "What was held was erased, or the link was mistyped.",
        easy="We deleted what we had. Or the link is wrong.",
        welsh="Dilëwyd yr hyn a gadwyd, neu cam-deipiwyd y ddolen.",
    ),
    "see_panels": plain("See the panels", welsh="Gweld y paneli"),
}

REFUSED: dict[str, Texts] = {
    "name": plain(
        "Write your name, so that we know how to address you.",
        easy="Write your name.",
        welsh="Ysgrifennwch eich enw, fel ein bod yn gwybod sut i'ch cyfarch.",
    ),
    "contact": plain(
        "Write how we can reach you: an e-mail address, a telephone number or a postal address.",
        easy="Write your e-mail, phone number or address.",
        welsh="Ysgrifennwch sut gallwn gysylltu â chi: cyfeiriad e-bost, rhif ffôn neu gyfeiriad post.",
    ),
    "long": plain("Write {longest} characters at most.", easy="This is too long.", welsh="Ysgrifennwch {longest} o nodau ar y mwyaf."),
    "ways": plain(
        "Choose at least one way in which we may ask you.",
        easy="Tick one box at least.",
        welsh="Dewiswch o leiaf un ffordd y cawn eich holi.",
    ),
    "listed": plain("Choose from what is listed.", welsh="Dewiswch o'r hyn a restrir."),
    "language": plain(
        "Choose the language in which we ask you.", easy="Choose a language.", welsh="Dewiswch ym mha iaith y byddwn yn eich holi."
    ),
    "link": plain(
        "This link leads to nothing any more: what was held was erased, or the link was mistyped. You can join again.",
        easy="This link does not work. You can join again.",
        welsh="Nid yw'r ddolen hon yn arwain at ddim mwyach: dilëwyd yr hyn a gadwyd, neu cam-deipiwyd y ddolen. Gallwch ymuno eto.",
    ),
    "paused": plain("You are pausing already, or you have left.", welsh="Rydych yn oedi eisoes, neu rydych wedi gadael."),
    "active": plain("You are a member already.", welsh="Rydych yn aelod eisoes."),
    "left": plain("You have left already.", welsh="Rydych wedi gadael eisoes."),
}
"""Why something that a member, or somebody who joins, did is refused."""

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
