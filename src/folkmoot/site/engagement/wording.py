"""The words round the questions, in the renditions people can answer in. The questions themselves come from the instrument."""

from folkmoot.site.renditions import plain

WORDING = {
    "start": plain("Start now", welsh="Dechrau nawr"),
    "next": plain("Go on", easy="Next", welsh="Ymlaen"),
    "back": plain("Back", welsh="Yn ôl"),
    "send": plain("Send my answers", welsh="Anfon fy atebion"),
    "change": plain("Change", welsh="Newid"),
    "to_check": plain("Go to your answers", welsh="Ewch at eich atebion"),
    "check": plain("Check your answers", easy="Look at your answers", welsh="Gwiriwch eich atebion"),
    "skipped": plain("Not answered", welsh="Heb ei ateb"),
    "skip": plain(
        "There are no wrong answers. You can skip any you like, unless we say we need it.",
        easy="There are no wrong answers. You can leave a question out.",
        welsh="Does dim atebion anghywir. Gallwch hepgor unrhyw gwestiwn, oni bai ein bod yn dweud bod ei angen.",
    ),
    "needed": plain("We need this answer.", welsh="Mae angen yr ateb hwn."),
    "not_kept": plain(
        "Nothing is kept until you send your answers on the last page. If you close this page before that, you start again.",
        easy="We keep nothing until you press send on the last page. If you close this page, you must start again.",
        welsh="Ni chedwir dim nes i chi anfon eich atebion ar y dudalen olaf.",
    ),
    "before_sending": plain(
        "You have not sent anything yet. You can change any answer.",
        easy="You have not sent your answers yet. You can still change them.",
        welsh="Nid ydych wedi anfon dim eto. Gallwch newid unrhyw ateb.",
    ),
    "tell_me": plain("Tell me what came of it", welsh="Dywedwch wrthyf beth ddaeth ohono"),
    "tell_me_words": plain(
        "If you like, leave your name and how to reach you. We use them to tell you what was decided, and for nothing else. "
        "They are kept locked away from your answers, and you can have them erased at any time.",
        easy="You can give us your name. Then we can tell you what happens. We keep your name away from your answers. You do not have to.",
        welsh="Os hoffech, gadewch eich enw a sut i gysylltu â chi. Fe'u cedwir ar wahân i'ch atebion.",
    ),
    "name": plain("Your name (you can leave this empty)", welsh="Eich enw (gallwch adael hwn yn wag)"),
    "contact": plain(
        "How to reach you: an e-mail address, a phone number or an address (you can leave this empty)",
        easy="Your e-mail, phone number or address (you can leave this empty)",
        welsh="Sut i gysylltu â chi (gallwch adael hwn yn wag)",
    ),
    "problem": plain("There is a problem", welsh="Mae problem"),
    "nothing_answered": plain(
        "You have not answered any question yet. Press Change beside one and answer it, then send. Or close this page: nothing is kept.",
        easy="You have not answered a question. Press Change. Answer one question. Then press send. Or close this page. We keep nothing.",
        welsh="Nid ydych wedi ateb unrhyw gwestiwn eto. Pwyswch Newid wrth ymyl un a'i ateb, yna anfonwch. "
        "Neu caewch y dudalen hon: ni chedwir dim.",
    ),
    "published": plain(
        "The answers were weighed, and the results are published.",
        easy="We have looked at what people said. You can read it now.",
        welsh="Cafodd yr atebion eu pwyso a'u mesur, ac mae'r canlyniadau wedi'u cyhoeddi.",
    ),
    "see_results": plain("See the results", easy="See what people said", welsh="Gweld y canlyniadau"),
    "before": plain("Before you decide", welsh="Cyn i chi benderfynu"),
    "more": plain("More", welsh="Mwy"),
    "thank_you": plain("Thank you. We have your answers", easy="Thank you", welsh="Diolch. Mae eich atebion gennym"),
    "already": plain(
        "We had these answers already. Nothing was sent twice.",
        easy="You sent this before. We have it.",
        welsh="Roedd yr atebion hyn gennym yn barod. Ni anfonwyd dim ddwywaith.",
    ),
    "part": plain("Part", welsh="Rhan"),
    "of": plain("of", welsh="o"),
}
