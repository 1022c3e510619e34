"""The words round the questions, in the renditions people can answer in. The questions themselves come from the instrument."""

from folkmoot.site.renditions import plain

WORDING = {
    "start": plain("Start now", welsh="Dechrau nawr"),
    "on_paper": plain("Answer on paper", welsh="Ateb ar bapur"),
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
        "Nothing is kept until you send your answers on the last page, or save them to come back later. "
        "If you close this page before that, you start again.",
        easy="We keep nothing until you press send or save. If you close this page before, you must start again.",
        welsh="Ni chedwir dim nes i chi anfon eich atebion ar y dudalen olaf, neu eu cadw i ddod yn ôl.",
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
    "code": plain("Your code", welsh="Eich cod"),
    "code_hint": plain(
        "It is in your letter or e-mail, on the receipt of the part before, or you wrote it down when you saved. "
        "Capitals and hyphens do not matter.",
        easy="It is in your letter, or on your receipt.",
        welsh="Mae yn eich llythyr neu e-bost, neu ar dderbynneb y rhan flaenorol.",
    ),
    "have_code": plain("Start with your code", welsh="Dechrau gyda'ch cod"),
    "code_needed": plain(
        "To answer this you need the code that we sent you. Write it in the box on the first page.",
        easy="You need a code. It is in your letter.",
        welsh="I ateb hwn mae angen y cod a anfonwyd atoch. Ysgrifennwch ef yn y blwch ar y dudalen gyntaf.",
    ),
    "no_code": plain(
        "That code opens nothing here. Check each sign: there is no 0, no 1 and no vowel in a code from a letter.",
        easy="This code is not right. Look at it again.",
        welsh="Nid yw'r cod hwnnw'n agor dim yma. Gwiriwch bob arwydd.",
    ),
    "code_used": plain(
        "This code has been used: we have your answers. Each code can be used once.",
        easy="You have used this code. We have your answers.",
        welsh="Mae'r cod hwn wedi'i ddefnyddio: mae eich atebion gennym.",
    ),
    "all_given": plain(
        "You have answered every part. We have your answers.",
        easy="You have done every part. We have your answers.",
        welsh="Rydych wedi ateb pob rhan. Mae eich atebion gennym.",
    ),
    "step_opens": plain(
        "We have your answers so far. You can answer the next part from",
        easy="We have your answers. You can do the next part from",
        welsh="Mae eich atebion hyd yma gennym. Gallwch ateb y rhan nesaf o",
    ),
    "not_this_step": plain(
        "This part is not the one to answer now. Go to the first page and start with your code.",
        easy="This is not the right part. Go to the first page. Use your code.",
        welsh="Nid dyma'r rhan i'w hateb nawr. Ewch i'r dudalen gyntaf a dechrau gyda'ch cod.",
    ),
    "next_part": plain("Go on to the next part", easy="Do the next part", welsh="Ymlaen i'r rhan nesaf"),
    "next_part_words": plain(
        "There is another part. You can do it now, or come back with the code on this page.",
        easy="There is another part. Do it now, or later with your code.",
        welsh="Mae rhan arall. Gallwch ei gwneud nawr, neu ddod yn ôl gyda'r cod ar y dudalen hon.",
    ),
    "whose": plain("Whose answers are these?", welsh="Atebion pwy yw'r rhain?"),
    "not_for_someone": plain(
        "Here people answer for themselves only. Choose that these are your own answers, or ask us for help.",
        easy="You can only answer for yourself here.",
        welsh="Yma mae pobl yn ateb drostynt eu hunain yn unig.",
    ),
    "age_group": plain("Are you 16 or over?", welsh="Ydych chi'n 16 oed neu'n hŷn?"),
    "is_under_16": plain("No, I am under 16", welsh="Nac ydw, rwy'n iau nag 16"),
    "adult_yes": plain(
        "My parent, or an adult who looks after me, says I may answer",
        welsh="Mae fy rhiant, neu oedolyn sy'n gofalu amdanaf, yn dweud y caf ateb",
    ),
    "own_yes": plain("I want to answer myself", welsh="Rwyf am ateb fy hun"),
    "both_yes": plain(
        "If you are under 16 we need two yeses: from an adult who looks after you, and from you. Tick both, or close this page.",
        easy="If you are under 16, an adult must say yes. You must say yes too. Tick both boxes.",
        welsh="Os ydych yn iau nag 16 mae angen dau ie: gan oedolyn sy'n gofalu amdanoch, a gennych chi.",
    ),
    "too_young": plain(
        "We cannot take answers from people under 16 here. Close this page: nothing is kept.",
        easy="You must be 16 or over to answer this.",
        welsh="Ni allwn dderbyn atebion gan bobl dan 16 yma.",
    ),
    "quick": plain(
        "That was very quick. Look at your answers once more, then send them.",
        easy="That was very fast. Look again. Then press send.",
        welsh="Roedd hynny'n gyflym iawn. Edrychwch ar eich atebion unwaith eto, yna anfonwch.",
    ),
    "not_ours": plain(
        "This form was not loaded from our page. Look at your answers once more, then send them.",
        welsh="Ni lwythwyd y ffurflen hon o'n tudalen ni. Edrychwch ar eich atebion unwaith eto, yna anfonwch.",
    ),
    "too_many": plain(
        "Very many answers came from your network in this hour. Keep this page open and press send again in an hour: nothing is lost.",
        easy="Too many answers came at once. Keep this page open. Press send again in an hour.",
        welsh="Daeth llawer iawn o atebion o'ch rhwydwaith yn yr awr hon. Cadwch y dudalen ar agor ac anfonwch eto ymhen awr.",
    ),
    "saved": plain("Your answers are saved", welsh="Mae eich atebion wedi'u cadw"),
    "saved_words": plain(
        "Write this code down. With it you can go on where you stopped, on any phone or computer. We show it once "
        "and cannot find it for you: without it nobody can open what you saved, not even we.",
        easy="Write this code down. You need it to go on. We cannot find it for you.",
        welsh="Ysgrifennwch y cod hwn. Gydag ef gallwch fynd ymlaen lle gwnaethoch stopio. Rydym yn ei ddangos unwaith.",
    ),
    "saved_until": plain(
        "Nothing is sent yet. What you saved is deleted when you send it, or after 30 days, or when this closes.",
        easy="You have not sent your answers yet. We delete what you saved after 30 days.",
        welsh="Does dim wedi'i anfon eto. Caiff yr hyn a gadwyd ei ddileu ar ôl 30 diwrnod.",
    ),
    "come_back": plain("I saved my answers, and have a code", easy="I have a code", welsh="Cedwais fy atebion, ac mae gennyf god"),
    "save": plain("Save and come back later", easy="Save for later", welsh="Cadw a dod yn ôl yn nes ymlaen"),
    "who_is_asked": plain("Who is asked, and how they were chosen", easy="Who we ask", welsh="Pwy a holir, a sut y cawsant eu dewis"),
    "mine": plain("See what is held about me", easy="What do you know about me?", welsh="Gweld yr hyn a gedwir amdanaf"),
    "part": plain("Part", welsh="Rhan"),
    "of": plain("of", welsh="o"),
}
