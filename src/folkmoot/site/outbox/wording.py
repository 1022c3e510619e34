"""What invitations, reminders and the page to opt out say, in their renditions."""

from folkmoot.site.outbox.models import Kind, State, Way
from folkmoot.site.renditions import Texts, plain

LETTER: dict[str, Texts] = {
    "subject": plain("We would like to hear what you think", welsh="Hoffem glywed eich barn"),
    Kind.INVITATION: plain(
        "You were chosen to be asked. You need not answer, and nothing changes for you if you do not.",
        welsh="Cawsoch eich dewis i gael eich holi. Nid oes rhaid i chi ateb, ac ni fydd dim yn newid i chi os na wnewch.",
    ),
    Kind.REMINDER: plain(
        "We wrote to you before. There is still time to answer, and you need not.",
        welsh="Ysgrifennom atoch o'r blaen. Mae amser o hyd i ateb, ac nid oes rhaid i chi.",
    ),
    "asks": plain("What we want to know:", welsh="Yr hyn yr hoffem ei wybod:"),
    "go": plain("Answer here:", welsh="Atebwch yma:"),
    "code": plain("Your code:", welsh="Eich cod:"),
    "code_words": plain(
        "It lets one person answer, once. It has letters and numbers, but no 0 and no 1.",
        welsh="Mae'n gadael i un person ateb, unwaith. Mae ynddo lythrennau a rhifau, ond dim 0 na 1.",
    ),
    "until": plain("You can answer until the end of", welsh="Gallwch ateb tan ddiwedd"),
    "apart": plain(
        "Your name and address are kept apart from what you answer.",
        welsh="Cedwir eich enw a'ch cyfeiriad ar wahân i'ch atebion.",
    ),
    "out": plain(
        "Do you not want to be written to again? Say so here, or tell us your code:",
        welsh="Dim eisiau clywed gennym eto? Dywedwch yma, neu rhowch eich cod i ni:",
    ),
    "qr": plain("A code for a phone camera that opens the page", welsh="Cod i gamera ffôn sy'n agor y dudalen"),
}

PAGE = {
    "title": plain("Do you not want to be written to again?", easy="Shall we stop writing to you?", welsh="Dim eisiau clywed gennym eto?"),
    "lead": plain(
        "Press the button, and no invitation or reminder comes to you any more, by e-mail or by letter.",
        easy="Press the button. We will not write to you again.",
        welsh="Pwyswch y botwm, ac ni ddaw gwahoddiad na nodyn atgoffa atoch mwyach, drwy e-bost na llythyr.",
    ),
    "still": plain("You can still answer with the code that you have.", welsh="Gallwch ateb o hyd â'r cod sydd gennych."),
    "button": plain("Do not write to me again", easy="Stop writing to me", welsh="Peidiwch ag ysgrifennu ataf eto"),
    "done": plain("We do not write to you any more", easy="We have stopped", welsh="Nid ydym yn ysgrifennu atoch mwyach"),
    "done_words": plain(
        "A mail or letter that is on its way already may still arrive.",
        welsh="Gall neges neu lythyr sydd eisoes ar ei ffordd gyrraedd o hyd.",
    ),
}

HELD: dict[tuple[Kind, Way], Texts] = {
    (Kind.INVITATION, Way.MAIL): plain("Invitation by e-mail", welsh="Gwahoddiad drwy e-bost"),
    (Kind.INVITATION, Way.LETTER): plain("Invitation by letter", welsh="Gwahoddiad drwy lythyr"),
    (Kind.REMINDER, Way.MAIL): plain("Reminder by e-mail", welsh="Nodyn atgoffa drwy e-bost"),
    (Kind.REMINDER, Way.LETTER): plain("Reminder by letter", welsh="Nodyn atgoffa drwy lythyr"),
}

BECAME: dict[State, Texts] = {
    State.DUE: plain(State.DUE.label, welsh="Yn aros"),
    State.SENT: plain(State.SENT.label, welsh="Anfonwyd drwy e-bost"),
    State.PRINTED: plain(State.PRINTED.label, welsh="Argraffwyd fel llythyr"),
    State.GIVEN_UP: plain(State.GIVEN_UP.label, welsh="Rhoddwyd y gorau iddi: gwrthododd y gweinydd e-bost ef"),
    State.OPTED_OUT: plain("Not sent: you opted out", easy="Not sent: you asked us not to", welsh="Nis anfonwyd: gofynnoch i ni beidio"),
    State.LAPSED: plain(State.LAPSED.label, welsh="Nis anfonwyd: nid oedd ei angen mwyach"),
}
