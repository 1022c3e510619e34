"""What people read beside a code of theirs, in its renditions: the receipt, what was saved, what is held, and being forgotten."""

from folkmoot.site.engagement.models import Response
from folkmoot.site.renditions import Texts, plain

CODE_WORDING = {
    "thank_you": plain("Thank you. We have your answers", easy="Thank you", welsh="Diolch. Mae eich atebion gennym"),
    "already": plain(
        "We had these answers already. Nothing was sent twice.",
        easy="You sent this before. We have it.",
        welsh="Roedd yr atebion hyn gennym yn barod. Ni anfonwyd dim ddwywaith.",
    ),
    "receipt": plain("Your receipt", easy="Your code", welsh="Eich derbynneb"),
    "write_down": plain(
        "Write this code down, or print this page. We show it once and cannot find it for you.",
        easy="Write this code down. We only show it once.",
        welsh="Ysgrifennwch y cod hwn, neu argraffwch y dudalen hon. Rydym yn ei ddangos unwaith ac ni allwn ddod o hyd iddo i chi.",
    ),
    "what_code_does": plain(
        "With it you can have your name and contact erased at any time. Whoever has the code can do this, so keep it to yourself.",
        easy="You can use the code to delete your name. Anyone who has the code can do this. Do not show it to other people.",
        welsh="Gydag ef gallwch gael dileu eich enw a'ch manylion cyswllt ar unrhyw adeg. Gall pwy bynnag sydd â'r cod wneud hyn, felly "
        "cadwch ef i chi'ch hun.",
    ),
    "happens_next": plain("What happens next", welsh="Beth sy'n digwydd nesaf"),
    "then_weigh": plain(
        "This closes at the end of {day}. Then we weigh what everyone said, and publish it.",
        easy="You can answer until the end of {day}. Then we look at what everyone said, and put it on this site.",
        welsh="Mae hwn yn cau ar ddiwedd {day}. Yna byddwn yn pwyso a mesur yr hyn a ddywedodd pawb, ac yn ei gyhoeddi.",
    ),
    "to_results": plain("The page of the results", easy="Where you can read it", welsh="Tudalen y canlyniadau"),
    "no_receipt": plain(
        "There is no receipt to show here now", easy="There is no code here now", welsh="Nid oes derbynneb i'w dangos yma nawr"
    ),
    "no_receipt_words": plain(
        "A receipt is shown for ten minutes after answers are sent, in the same browser.",
        easy="We show the code for ten minutes after you send your answers.",
        welsh="Dangosir derbynneb am ddeng munud ar ôl anfon atebion, yn yr un porwr.",
    ),
    "begin": plain("Go to the first page", welsh="Ewch i'r dudalen gyntaf"),
    "no_saved": plain("There is no code to show here now", easy="There is no code here now", welsh="Nid oes cod i'w ddangos yma nawr"),
    "no_saved_words": plain(
        "A code is shown for ten minutes after answers are saved, in the same browser.",
        easy="We show the code for ten minutes after you save.",
        welsh="Dangosir cod am ddeng munud ar ôl cadw atebion, yn yr un porwr.",
    ),
    "next_part": plain("Go on to the next part", easy="Do the next part", welsh="Ymlaen i'r rhan nesaf"),
    "next_part_words": plain(
        "There is another part. You can do it now, or come back with the code on this page.",
        easy="There is another part. Do it now, or later with your code.",
        welsh="Mae rhan arall. Gallwch ei gwneud nawr, neu ddod yn ôl gyda'r cod ar y dudalen hon.",
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
    "held_title": plain("What is held about me", easy="What you know about me", welsh="Yr hyn a gedwir amdanaf"),
    "held_lead": plain(
        "With the code on your receipt, or in your letter, you can see what we hold about you, take it with you, and have it erased.",
        easy="You need your code. Then you can see what we know about you. You can ask us to delete it.",
        welsh="Gyda'r cod ar eich derbynneb, neu yn eich llythyr, gallwch weld yr hyn a gadwn amdanoch, mynd ag ef gyda chi, a chael ei "
        "ddileu.",
    ),
    "held_name": plain("Name", welsh="Enw"),
    "held_contact": plain("How to reach you", welsh="Sut i gysylltu â chi"),
    "none": plain("None", welsh="Dim"),
    "received_on": plain("Answers received", welsh="Atebion a dderbyniwyd"),
    "invited": plain("Invited", welsh="Gwahoddwyd"),
    "known": plain("Known without asking", easy="What we knew before", welsh="Yn hysbys heb ofyn"),
    "answered": plain("What you answered", welsh="Yr hyn a ateboch"),
    "by_receipt": plain(
        "Your answers are shown by the code on your receipt alone, as others in your home may open a letter.",
        easy="To see your answers you need the code from when you sent them.",
        welsh="Dangosir eich atebion drwy'r cod ar eich derbynneb yn unig, gan y gall eraill yn eich cartref agor llythyr.",
    ),
    "as_file": plain("Take it with me as a file (JSON)", easy="Get this as a file (JSON)", welsh="Mynd ag ef gyda mi fel ffeil (JSON)"),
    "see_held": plain("See what is held", easy="See what you know", welsh="Gweld yr hyn a gedwir"),
    "nothing_held": plain(
        "We hold nothing with this code. Check each sign against your receipt or your letter.",
        easy="This code is not right. Look at it again.",
        welsh="Nid ydym yn cadw dim gyda'r cod hwn. Gwiriwch bob arwydd yn erbyn eich derbynneb neu eich llythyr.",
    ),
    "any_code": plain(
        "The code on your receipt, or in your letter",
        easy="Your code",
        welsh="Y cod ar eich derbynneb, neu yn eich llythyr",
    ),
    "receipt_code_hint": plain(
        "On a receipt it is eight groups of four letters and numbers.",
        easy="It is in your letter, or you got it when you sent your answers.",
        welsh="Ar dderbynneb mae'n wyth grŵp o bedair llythyren a rhif.",
    ),
    "no_such_code": plain(
        "Write the code on your receipt, eight groups of four letters and numbers, or the one in your letter.",
        easy="This code is not right. Look at it again.",
        welsh="Ysgrifennwch y cod ar eich derbynneb, wyth grŵp o bedair llythyren a rhif, neu'r un yn eich llythyr.",
    ),
    "forget_title": plain("Erase who I am", easy="Delete my name", welsh="Dileu pwy ydw i"),
    "forget_lead": plain(
        "If you left your name or contact with your answers, or we wrote to you, you can have them erased here.",
        easy="You can ask us to delete your name, and how to reach you.",
        welsh="Os gadawsoch eich enw neu fanylion cyswllt gyda'ch atebion, neu os ysgrifennom atoch, gallwch gael eu dileu yma.",
    ),
    "forget_words": plain(
        "Your answers stay, with no name. They cannot be taken out of the totals, because nobody could then say which they were. "
        "So published numbers never change.",
        easy="We keep your answers, without your name. Nobody can tell that they are yours.",
        welsh="Mae eich atebion yn aros, heb enw. Ni ellir eu tynnu o'r cyfansymiau, gan na allai neb wedyn ddweud pa rai oeddent. "
        "Felly nid yw rhifau cyhoeddedig byth yn newid.",
    ),
    "forget": plain("Erase my name and contact", easy="Delete my name", welsh="Dileu fy enw a'm manylion cyswllt"),
    "erased": plain(
        "Your name and contact are erased", easy="We deleted your name", welsh="Mae eich enw a'ch manylion cyswllt wedi'u dileu"
    ),
    "erased_lead": plain(
        "We no longer know who gave these answers, and cannot find out.",
        easy="We do not know any more who gave these answers.",
        welsh="Nid ydym bellach yn gwybod pwy roddodd yr atebion hyn, ac ni allwn ddarganfod.",
    ),
    "erased_words": plain(
        "The answers themselves stay, with no name. They count in the published results as they did before, so that no published number "
        "ever changes.",
        easy="We keep the answers, without a name.",
        welsh="Mae'r atebion eu hunain yn aros, heb enw. Maent yn cyfrif yn y canlyniadau cyhoeddedig fel o'r blaen, fel nad oes rhif "
        "cyhoeddedig byth yn newid.",
    ),
    "not_held": plain("We hold no name with this code", easy="We have no name for this code", welsh="Nid ydym yn cadw enw gyda'r cod hwn"),
    "not_held_lead": plain("There is nothing to erase.", easy="There is nothing to delete.", welsh="Nid oes dim i'w ddileu."),
    "not_held_words": plain(
        "Either you left no name or contact, or it was erased before, or one sign of the code is wrong. Check it against your receipt.",
        easy="You did not give a name, or we deleted it before. Or the code is wrong. Look at it again.",
        welsh="Naill ai ni adawsoch enw na manylion cyswllt, neu fe'u dilëwyd o'r blaen, neu mae un arwydd o'r cod yn anghywir. "
        "Gwiriwch ef yn erbyn eich derbynneb.",
    ),
    "other_code": plain("Try another code", welsh="Rhoi cynnig ar god arall"),
}

CAME: dict[Response.Mode, Texts] = {
    Response.Mode.ONLINE: plain("{at}, on this site", welsh="{at}, ar y wefan hon"),
    Response.Mode.ASSISTED: plain("{at}, on this site, with help", welsh="{at}, ar y wefan hon, gyda chymorth"),
    Response.Mode.PAPER: plain("{at}, on paper", welsh="{at}, ar bapur"),
    Response.Mode.PHONE: plain("{at}, by phone", welsh="{at}, dros y ffôn"),
    Response.Mode.IN_PERSON: plain("{at}, in person", welsh="{at}, wyneb yn wyneb"),
    Response.Mode.GROUP: plain("{at}, from a group together", welsh="{at}, gan grŵp gyda'i gilydd"),
    Response.Mode.IMPORT: plain("{at}, from another system", welsh="{at}, o system arall"),
}
"""When and how answers came in."""

TO_WHAT = plain("{title}, {at}", welsh="{title}, {at}")
"""What somebody was invited to, and when."""
