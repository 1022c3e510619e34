"""The words round the questions, in the renditions people can answer in. The questions themselves come from the instrument."""

from folkmoot.site.engagement.models import Response
from folkmoot.site.frame_words import FRAME
from folkmoot.site.guarded_form import TRAPPED
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
    "answer_needed": plain(
        "answer this question. It is one of the few we need.",
        easy="answer this question. We need this answer.",
        welsh="atebwch y cwestiwn hwn. Mae'n un o'r ychydig sydd eu hangen arnom.",
    ),
    "error": FRAME["error"],
    "ways": plain("Choose how to read this survey", welsh="Dewiswch sut i ddarllen yr arolwg hwn"),
    "not_open_yet": plain(
        "This is not open yet. You can answer from {day}.",
        welsh="Nid yw hwn ar agor eto. Gallwch ateb o {day} ymlaen.",
    ),
    "closed_on": plain(
        "This closed on {day}. It takes no more answers.",
        easy="This closed on {day}. You cannot answer now.",
        welsh="Caeodd hwn ar {day}. Nid yw'n derbyn rhagor o atebion.",
    ),
    "what_for": plain("What it is for", easy="What is it for?", welsh="Ar gyfer beth y mae"),
    "who_sees": plain("Who sees my answers?", welsh="Pwy sy'n gweld fy atebion?"),
    "how_long": plain("How long it takes", easy="How long does it take?", welsh="Faint o amser y mae'n ei gymryd"),
    "minute": plain("About 1 minute", welsh="Tua 1 munud"),
    "minutes": plain("About {minutes} minutes", welsh="Tua {minutes} munud"),
    "closes": plain("Closes", easy="Last day", welsh="Yn cau"),
    "end_of": plain("At the end of {day}", easy="{day}", welsh="Ar ddiwedd {day}"),
    "free": plain(
        "You do not have to take part. No service you get depends on it. Your answers are kept apart from your name, and you need not give "
        "one. We publish totals only, never one person’s answers.",
        easy="You do not have to do this. You get the same help if you say no. You do not have to give your name. "
        "We never show what one person said.",
        welsh="Nid oes rhaid i chi gymryd rhan. Nid oes unrhyw wasanaeth a gewch yn dibynnu arno. Cedwir eich atebion ar wahân i'ch enw, "
        "ac nid oes rhaid rhoi un. Dim ond cyfansymiau a gyhoeddwn, byth atebion un person.",
    ),
    "about_use": plain(
        "Read about this use of data", easy="Read what we do with the information", welsh="Darllenwch am y defnydd hwn o ddata"
    ),
    "to_forget": plain(
        "I have answered, and want my name erased",
        easy="I have answered. I want you to delete my name",
        welsh="Rwyf wedi ateb, ac am i fy enw gael ei ddileu",
    ),
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
    "problem": FRAME["problem"],
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
        "We have your answers so far. You can answer the next part from {day}.",
        easy="We have your answers. You can do the next part from {day}.",
        welsh="Mae eich atebion hyd yma gennym. Gallwch ateb y rhan nesaf o {day} ymlaen.",
    ),
    "not_this_step": plain(
        "This part is not the one to answer now. Go to the first page and start with your code.",
        easy="This is not the right part. Go to the first page. Use your code.",
        welsh="Nid dyma'r rhan i'w hateb nawr. Ewch i'r dudalen gyntaf a dechrau gyda'ch cod.",
    ),
    "not_sent": plain("Your answers were not sent", easy="We did not get your answers", welsh="Ni anfonwyd eich atebion"),
    "kept_nothing": plain(
        "We kept nothing of what you wrote.", easy="We did not keep what you wrote.", welsh="Ni chadwyd dim o'r hyn a ysgrifennoch."
    ),
    "see_next": plain("See what happens next", welsh="Gweld beth sy'n digwydd nesaf"),
    "leave_empty": FRAME["leave_empty"],
    "trapped": TRAPPED,
    "not_sendable": plain(
        "This form cannot be sent as it is. Go back to the first page and start again.",
        easy="This form does not work any more. Go to the first page and start again.",
        welsh="Ni ellir anfon y ffurflen hon fel y mae. Ewch yn ôl i'r dudalen gyntaf a dechrau eto.",
    ),
    "name_too_long": plain(
        "Your name and how to reach you may be {longest} letters each at most.",
        easy="Your name is too long. Write {longest} letters or less.",
        welsh="Caiff eich enw a sut i gysylltu â chi fod yn {longest} o lythrennau yr un ar y mwyaf.",
    ),
    "whose": plain("Whose answers are these?", welsh="Atebion pwy yw'r rhain?"),
    "not_for_someone": plain(
        "Here people answer for themselves only. Choose that these are your own answers, or ask us for help.",
        easy="You can only answer for yourself here.",
        welsh="Yma mae pobl yn ateb drostynt eu hunain yn unig.",
    ),
    "own": plain(Response.Authority.OWN.label, welsh="Fy atebion i ydynt"),
    "attorney": plain(Response.Authority.ATTORNEY.label, welsh="Mae gennyf atwrneiaeth arhosol"),
    "deputy": plain(Response.Authority.DEPUTY.label, welsh="Penododd llys fi yn ddirprwy iddynt"),
    "parent": plain(
        Response.Authority.PARENT.label,
        easy="I am their parent, or look after them as a parent does",
        welsh="Fi yw eu rhiant, neu mae gennyf gyfrifoldeb rhiant",
    ),
    "consultee": plain(
        Response.Authority.CONSULTEE.label,
        easy="They cannot choose. Someone asked me what they want",
        welsh="Ni allant benderfynu hyn, a gofynnwyd i mi beth y byddent ei eisiau",
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
    "come_back": plain("I saved my answers, and have a code", easy="I have a code", welsh="Cedwais fy atebion, ac mae gennyf god"),
    "save": plain("Save and come back later", easy="Save for later", welsh="Cadw a dod yn ôl yn nes ymlaen"),
    "who_is_asked": plain("Who is asked, and how they were chosen", easy="Who we ask", welsh="Pwy a holir, a sut y cawsant eu dewis"),
    "mine": plain("See what is held about me", easy="What do you know about me?", welsh="Gweld yr hyn a gedwir amdanaf"),
    "part": plain("Part", welsh="Rhan"),
    "of": plain("of", welsh="o"),
}
