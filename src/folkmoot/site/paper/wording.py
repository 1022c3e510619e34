"""The words round the questions on paper, in the renditions people can answer in."""

from folkmoot.site.renditions import plain

WORDING = {
    "answer_on_paper": plain("Answer on paper", welsh="Ateb ar bapur"),
    "how": plain(
        "Use a pen. Put a tick in the box beside your answer. If you go wrong, cross it out and tick another box.",
        easy="Use a pen. Tick the box next to your answer.",
        welsh="Defnyddiwch ysgrifbin. Rhowch dic yn y blwch wrth ymyl eich ateb. Os gwnewch gamgymeriad, croeswch ef allan a thiciwch "
        "flwch arall.",
    ),
    "no_name": plain(
        "Do not write your name or address on this form. You can leave out any question, unless we say we need it.",
        easy="Do not write your name. You can leave a question out.",
        welsh="Peidiwch ag ysgrifennu eich enw na'ch cyfeiriad ar y ffurflen hon. Gallwch hepgor unrhyw gwestiwn, oni bai ein bod yn "
        "dweud bod ei angen.",
    ),
    "who_sees": plain("Who sees my answers", welsh="Pwy sy'n gweld fy atebion"),
    "closes": plain("We need this form back by", easy="Send it back by", welsh="Mae angen y ffurflen hon yn ôl erbyn"),
    "return_to": plain("Send or bring it to", welsh="Anfonwch neu dewch â hi i"),
    "online": plain("You can answer online instead", welsh="Gallwch ateb ar-lein yn lle hynny"),
    "online_qr": plain("QR code of the online form:", welsh="Cod QR y ffurflen ar-lein:"),
    "lead": plain(
        "Print a form, fill it in with a pen, and send or bring it back. It asks the same questions as online.",
        easy="Print a form. Fill it in with a pen. Send it back. It has the same questions.",
        welsh="Argraffwch ffurflen, llenwch hi ag ysgrifbin, ac anfonwch hi neu dewch â hi yn ôl. Mae'n gofyn yr un cwestiynau ag ar-lein.",
    ),
    "choose": plain("Choose a form", welsh="Dewiswch ffurflen"),
    "no_printer": plain(
        "You cannot print? Ask at the place above for a form.",
        easy="You cannot print? Ask us for a form.",
        welsh="Methu argraffu? Gofynnwch yn y lle uchod am ffurflen.",
    ),
    "happens": plain("What happens to your form", easy="What we do with your form", welsh="Beth sy'n digwydd i'ch ffurflen"),
    "happens_words": plain(
        "Two people type your answers, each alone. Where they typed something different, somebody looks at your form again. Then your "
        "answers count as much as any given online. Please do not write your name on the form.",
        easy="Two people type what you wrote. They check that it is the same. Your answers count as much as any other. Do not write your "
        "name on the form.",
        welsh="Mae dau berson yn teipio eich atebion, pob un ar ei ben ei hun. Lle teipiwyd rhywbeth gwahanol, mae rhywun yn edrych ar "
        "eich ffurflen eto. Yna mae eich atebion yn cyfrif cymaint ag unrhyw rai a roddwyd ar-lein. Peidiwch ag ysgrifennu eich enw ar "
        "y ffurflen.",
    ),
    "back": plain("Back to the start page", welsh="Yn ôl i'r dudalen gyntaf"),
    "one": plain("Tick one box.", welsh="Ticiwch un blwch."),
    "many": plain("Tick every answer that holds.", easy="Tick as many as you like.", welsh="Ticiwch bob ateb sy'n gymwys."),
    "alone": plain("If you tick “{alone}”, tick no other box.", welsh="Os ticiwch “{alone}”, peidiwch â thicio blwch arall."),
    "each": plain("Tick one box for each.", welsh="Ticiwch un blwch ar gyfer pob un."),
    "places": plain("Write numbers from 1 to {most}.", welsh="Ysgrifennwch rifau o 1 i {most}."),
    "number": plain("Write a whole number from {least} to {most}.", welsh="Ysgrifennwch rif cyfan o {least} i {most}."),
    "lines": plain("Write here.", welsh="Ysgrifennwch yma."),
    "needed": plain("We need this answer.", welsh="Mae angen yr ateb hwn."),
    "only_if": plain("Answer this only if {rules}.", welsh="Atebwch hwn dim ond os {rules}."),
    "else": plain("If not, go to question {at}.", welsh="Os na, ewch i gwestiwn {at}."),
    "else_end": plain("If not, you are done.", welsh="Os na, rydych wedi gorffen."),
    "answer": plain("you ticked “{option}” at question {at}", welsh="gwnaethoch dicio “{option}” yng nghwestiwn {at}"),
    "not": plain(
        "you answered question {at} and did not tick “{option}”",
        welsh="gwnaethoch ateb cwestiwn {at} heb dicio “{option}”",
    ),
    "at_least": plain("your number at question {at} is {value} or more", welsh="yw eich rhif yng nghwestiwn {at} yn {value} neu fwy"),
    "at_most": plain("your number at question {at} is {value} or less", welsh="yw eich rhif yng nghwestiwn {at} yn {value} neu lai"),
    "answered": plain("you answered question {at}", welsh="gwnaethoch ateb cwestiwn {at}"),
    "not_answered": plain("you left question {at} empty", welsh="gwnaethoch adael cwestiwn {at} yn wag"),
    "all": plain("and", welsh="a"),
    "any": plain("or", welsh="neu"),
    "form": plain("Form", welsh="Ffurflen"),
    "page": plain("page", welsh="tudalen"),
    "of": plain("of", welsh="o"),
    "thanks": plain("Thank you.", welsh="Diolch."),
}
