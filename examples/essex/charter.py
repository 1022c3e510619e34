"""The words of the example's charter, standing statement, agreement and policy. All of it is made up."""

from examples.essex.texts import Texts, texts

type Clauses = tuple[tuple[Texts, Texts], ...]

CHARTER_TITLE = texts("Essex data charter (example)", "Our promise about data (example)", "Siarter data Essex (enghraifft)")
CHARTER: Clauses = (
    (
        texts("What we want data to do for people here", "What data is for", "Yr hyn yr ydym am i ddata ei wneud"),
        texts(
            "Records that public bodies hold should help children start school ready to learn, keep people at risk safe, and show where "
            "services fall short. They are not there to judge a person.\n\n{quote:told-before}",
            "Data should help people.\n\nIt should keep people safe.\n\nIt is not there to judge you.\n\n{quote:told-before}",
            "Dylai cofnodion helpu plant i ddechrau'r ysgol yn barod i ddysgu.\n\n{quote:told-before}",
        ),
    ),
    (
        texts("We say what we do", "We tell you", "Rydym yn dweud beth a wnawn"),
        texts(
            "Every use of joined records has a notice in plain words before it begins. Every agreement is on this site. What is left out "
            "of one is marked, with the reason.",
            "We tell you before we use records.\n\nYou can read every agreement.",
            "Mae hysbysiad mewn geiriau syml cyn pob defnydd.",
        ),
    ),
    (
        texts("We ask first", "We ask you first", "Rydym yn gofyn yn gyntaf"),
        texts(
            "Residents are asked before records are joined. A committee with residents on it answers what they said, in writing.",
            "We ask people first.\n\nThen a committee decides.",
            "Gofynnir i drigolion yn gyntaf.",
        ),
    ),
    (
        texts("We use as little as we can", "We use little", "Rydym yn defnyddio cyn lleied â phosibl"),
        texts(
            "Names are taken out before records are joined. Nobody may look one person up.\n\nA resident told us: {quote:one-mistake}",
            "We take names out.\n\nNobody can look you up.\n\nSomeone told us: {quote:one-mistake}",
            "Tynnir enwau cyn uno cofnodion. {quote:one-mistake}",
        ),
    ),
)
ANSWERED_FOR = texts("We answer for it", "Who is in charge", "Rydym yn atebol")
ANSWERED_FOR_DRAFT = texts(
    "The charter is looked at again every two years.", "We look at this again.", "Edrychir ar y siarter eto bob dwy flynedd."
)
ANSWERED_FOR_FINAL = texts(
    "The Chief Executive answers for this charter. It is looked at again every two years, with a panel of residents.",
    "The Chief Executive is in charge.\n\nResidents look at it with us.",
    "Y Prif Weithredwr sy'n atebol am y siarter hon.",
)
ASKED_FIRST_NOW = texts(
    "Residents are asked before records are joined, and again before a use is renewed. A committee with residents on it answers what they "
    "said, in writing, within three months.",
    "We ask people first.\n\nWe ask again later.\n\nThen a committee decides.",
    "Gofynnir i drigolion yn gyntaf, ac eto cyn adnewyddu.",
)
SAID_OF_DRAFT_1 = (  # what was said, the name beside it, the outcome, and the answer
    (
        "It does not say who is in charge when a promise is broken.",
        "A reader in Harlow",
        "changed",
        texts("You are right. Clause 5 now names the Chief Executive.", "Yes. We changed it.", "Rydych chi'n iawn. Newidiwyd cymal 5."),
    ),
    (
        "Please stop joining records altogether.",
        "",
        "not_changed",
        texts(
            "Some joining keeps children safe, and the law asks for it. You can say no to other uses on this site, once for all of them.",
            "The law asks us to do some of this. You can say no to the rest.",
            "Mae'r gyfraith yn gofyn am rywfaint o hyn.",
        ),
    ),
)
SAID_OF_DRAFT_2 = (
    "Asking once is not enough. Things change.",
    "Parents' group",
    "changed",
    texts("Clause 3 now says that people are asked again before a use is renewed.", "Yes. We will ask again.", "Gofynnir eto."),
)
QUOTES = (  # the key, the words, the described role
    ("told-before", "I do not mind, as long as someone tells me before and not after.", "a woman, 35 to 44"),
    ("one-mistake", "One wrong line in my record followed me for years.", "a man, 55 to 64"),
)

STATEMENT_TITLE = texts(
    "What companies may and may not do with records about people (example)", "Companies and your data (example)", "Cwmnïau a'ch data"
)
STATEMENT: Clauses = (
    (
        texts("What we will never do", "What we never do"),
        texts(
            "We do not sell records about people, lend them, or swap them for anything. This holds for every use on this site.",
            "We never sell your data.\n\nWe never swap it.",
        ),
    ),
    (
        texts("When a company works for us", "When a company helps us"),
        texts(
            "It works on our computers, under our eyes, for one written task. It takes nothing away and keeps nothing.",
            "A company may help us.\n\nIt cannot take your data away.",
        ),
    ),
    (
        texts("How anyone can check", "How you can check"),
        texts(
            "Every contract is in the notice of the use that it is for. The audit committee reads this statement each spring.",
            "You can read about every contract.",
        ),
    ),
)

AGREEMENT_TITLE = texts("Working together on Ready for school (example)", "Working together (example)")
AGREEMENT: Clauses = (
    (
        texts("Why we work together", "Why we do this"),
        texts(
            "None of us alone can see where children start school without the help they need. Together we can, without a name.",
            "Together we can see what children need.",
        ),
    ),
    (
        texts("What each of us does", "Who does what"),
        texts(
            "The council leads and answers for it. The police give totals alone. The university joins the records and keeps nothing.",
            "The council is in charge.\n\nThe university joins the records.",
        ),
    ),
    (
        texts("How the secure room is kept", "How we keep it safe"),
        texts("The room is entered with two keys, kept by two people in different buildings. All of this is made up."),
    ),
    (
        texts("How it ends", "How it ends"),
        texts(
            "It ends when the notice ends. Joined records are deleted that day, and a second person checks.", "Then we delete the records."
        ),
    ),
)
WITHHELD_AT = 2
WITHHELD_WHY = texts(
    "It says how the secure room is opened. Whoever knew that could try to get in. The Information Commissioner may read it.",
    "It says how we lock the room. We keep that secret.",
)

POLICY_TITLE = texts(
    "Policy on predictions about people (example)", "Our rules on predictions (example)", "Polisi ar ragfynegi (enghraifft)"
)
POLICY: Clauses = (
    (
        texts("What this is about", "What this is about", "Am beth y mae hyn"),
        texts(
            "A prediction says how likely something is for a person or a place. This covers every one that we make with records.",
            "A prediction is a guess by a computer.",
            "Mae rhagfynegiad yn dweud pa mor debygol yw rhywbeth.",
        ),
    ),
    (
        texts("What we do not do", "What we never do", "Yr hyn nad ydym yn ei wneud"),
        texts(
            "No computer decides about a person. Nobody is refused help because of a prediction.",
            "A computer never decides about you.",
            "Nid yw cyfrifiadur byth yn penderfynu amdanoch chi.",
        ),
    ),
)
OFFICE = "The Chief Executive"
POLICE_OFFICE = "The Chief Constable"
