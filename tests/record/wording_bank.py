"""Short wordings, made up for the tests, with what a person who reads them would flag: the measure of the rules over phrases.

WORKED_WITH were at hand while the rules were written. HELD_BACK were not looked at until the rules stood, and the rules were not changed
for them afterwards: how the rules do there is the honest number.
"""

from dataclasses import dataclass

J, P, W, O, B = "joined", "purpose", "partners", "objecting", "bundled"  # noqa: E741 - O is for objecting


@dataclass(frozen=True)
class Banked:
    """A wording and the flags that a person would raise."""

    text: str
    flags: frozenset[str]
    language: str = "en"


def en(text: str, *flags: str) -> Banked:
    return Banked(text, frozenset(flags))


def cy(text: str, *flags: str) -> Banked:
    return Banked(text, frozenset(flags), "cy")


WORKED_WITH = (
    # good
    en(
        "We will join your records with records of Essex Police and of schools, to find out where families lack help. "
        "You can say no: ring 0345 000 0000."
    ),
    en(
        "We link what you tell us with the records of the NHS so that we can plan clinics. Write to the data protection officer to object. "
        "We give the records to nobody else."
    ),
    en(
        "Your answers are combined with information held by the University of Essex. We use it to see which roads are unsafe. "
        "Any questions? Speak to our staff."
    ),
    en(
        "We bring your details together with records from local schools in order to plan school places. "
        "Email privacy@council.example if you do not want this."
    ),
    en(
        "The council matches your record with the list of the fire service, to offer smoke alarms to people who live alone. "
        "Tell us if you would rather not: call 01245 000000."
    ),
    en(
        "Why we ask: to plan buses. We put this data together with data from Southend-on-Sea City Council. "
        "To opt out, tick the box below, or contact us."
    ),
    en(
        "We will join:\n- your housing record\n- your health record\n"
        "This helps us to spot cold homes. We share them with the NHS. Contact us."
    ),
    # bad
    en("By signing this form you agree that we may share your data with third parties.", J, P, W, O, B),
    en("Your information will be kept safe and held for six years.", J, P, W, O),
    en("We may share your information with other organisations and agencies.", J, P, W, O),
    en("We use your information for administrative purposes.", J, P, W, O),
    en("Signing below gives your consent to everything in our terms and conditions.", J, P, W, O, B),
    en("If you do not agree we cannot process your application.", J, P, W, O, B),
    en("By using this service you are deemed to have agreed to our privacy policy.", J, P, W, O, B),
    en("We share your data with trusted partners where the law allows.", J, P, W, O),
    en("You have the right to object.", J, P, W, O),
    en("I agree to the terms and to receive the newsletter. Contact us with questions.", J, P, W, B),
    en("It is a condition of your tenancy that you consent to checks.", J, P, W, O, B),
    # tricky because they deny
    en("We will not join your records with anyone else's.", J, P, W, O),
    en("Your records are shared with no one.", J, P, O),
    en("Your details are never linked with other records. We use them to send you your permit. Ring us on 0345 000 0000.", J, W),
    en("We will not, at any time, combine your answers with other data.", J, P, W, O),
    en("We never sell your details, but we do join them with records of the police to prevent harm. Contact us to object.", *()),
    en("We do not share your information with anyone without your permission.", J, P, W, O),
    en("Unless you agree, we will not link your record with hospital records.", J, P, W, O),
    en("We not only keep your records, we also join them with those of Essex Police. This is to find empty homes. Phone us.", *()),
    en("Signing this form does not mean that you agree to anything else.", J, P, W, O),
    en("If you do not agree, you will still get the same help.", J, P, W, O),
    en("You cannot object to this.", J, P, W, O),
    en("We do not use your information for marketing.", J, P, W, O),
    # tricky because the words only look like it
    en("Click the link below to read our privacy notice.", J, P, W, O),
    en("Join our mailing list for news about data protection.", J, P, W, O),
    en("We may contact you about your application.", J, P, W, O),
    en("This form is used by the combined authority. Keep together all pages with your details.", J, P, W, O),
    en("We will share your information with you on request.", J, P, W, O),
    en("We work together with you to keep your information up to date.", J, P, W, O),
    en("We ask for your phone number and e-mail address.", J, P, W, O),
    en("We keep your data no longer than we need.", J, P, W, O),
    # tricky because it is said in other ways
    en("We look at your file alongside hospital records to see who may fall. Speak to your nurse, or call us. The NHS will see them."),
    en("What you tell us is added to what the police and the schools hold. This lets us see who needs help. Write to us if you object."),
    en("Staff at Essex Police will see your details. They need them to find missing people. Ask us about it.", J),
    en("Your record is cross-checked against the electoral register so that nobody gets two grants. Questions? Ring us.", W),
    # Welsh
    cy(
        "Byddwn yn uno eich cofnodion â chofnodion yr heddlu er mwyn gweld lle mae angen cymorth. "
        "Os ydych am wrthwynebu, ffoniwch ni ar 0345 000 0000."
    ),
    cy("Ni fyddwn yn uno eich cofnodion â chofnodion unrhyw un arall.", J, P, W, O),
    cy("Drwy lofnodi'r ffurflen hon rydych yn cytuno y gallwn rannu eich data gyda thrydydd partïon.", J, P, W, O, B),
    cy("Defnyddir eich gwybodaeth i gynllunio ysgolion. Cysylltwch â ni os oes gennych gwestiwn.", J, W),
)

HELD_BACK = (
    en(
        "To work out which streets need gritting first, we put your address together with records of the ambulance service. "
        "If you would rather we did not, tell us at the desk."
    ),
    en("Information about your child is matched to the health visitor's notes. It helps us offer a nursery place. Ring 01206 000000.", *()),
    en("Your data may be merged with datasets from partner bodies for research into homelessness.", W, O),
    en("Nothing you write here is passed to the police. We use it to improve the library.", J, O),
    en("Submission of this form constitutes acceptance of our use of your data for analytics.", J, P, W, O, B),
    en("You must consent to the sharing of your records before you can use the food bank.", J, P, W, O, B),
    en("We hold your details for three years and then delete them.", J, P, W, O),
    en("The university links your survey answers to your school results in order to study what helps pupils. You can opt out online.", *()),
    en("We will pool these records with those of neighbouring councils. The aim is fewer delays in adult care. E-mail us to say no.", *()),
    en("Your doctor will not see this form. It is for statistics only.", J, O),
    en("We do not link your records to your name.", J, P, W, O),
    en("A computer looks for patterns across housing, health and school records. The records stay with the council.", P, W, O),
    en("Your consent is needed for photographs. Ticking the box also signs you up to offers from our sponsors.", J, P, O, B),
    en(
        "Rarely do we combine records. When we do, it is with records from Jobcentre Plus, to help people into work. Call us to object.",
        *(),
    ),
    en("Any objection should be sent in writing to the Head of Legal.", J, P, W),
    en("Refusing will not affect your care. Just tell the nurse.", J, P, W),
    cy("Rydym yn cyfuno eich gwybodaeth gyda gwybodaeth y GIG fel y gallwn gynllunio clinigau. E-bostiwch ni i wrthwynebu."),
    cy("Nid ydym yn rhannu eich manylion gyda neb.", J, P, O),
    cy("Cedwir eich gwybodaeth am chwe blynedd.", J, P, W, O),
)
