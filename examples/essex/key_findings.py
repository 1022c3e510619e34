"""The ten key findings of the talks with 40 Essex people in 2020, and the groups they were held with.

Titles are as published in "Exploring citizen attitudes towards data sharing and analytics within the public sector" (Essex Centre for
Data Analytics, 2021). The summaries are in our own words. Nobody who took part is named.
"""

from dataclasses import dataclass

PEOPLE = 40

COHORTS = {
    "First talks, in groups": (
        "Older and more affluent",
        "Older and less affluent",
        "Younger and less affluent",
        "Younger and more affluent",
    ),
    "Second talks, in groups": (
        "Young people (aged 13 to 18)",
        "Adults with learning disabilities and/or autism",
        "Adults receiving mental health support",
        "Carers both unpaid and paid",
    ),
    "Second talks, one to one": (
        "Adults who have experienced homelessness",
        "Adults receiving treatment for drugs and alcohol",
        "Adults with previous criminal convictions",
        "Adults with physical disabilities",
    ),
}


@dataclass(frozen=True)
class KeyFinding:
    """A key finding: its number and title as published, one sentence on it, and which groups it tells of."""

    number: int
    title: str
    summary: str
    groups: str


KEY_FINDINGS = (
    KeyFinding(
        1,
        "Personal experience of health vulnerability helps people see the benefits of data sharing",
        "People who had been vulnerable themselves saw more good in joining records, such as not telling their story over and over.",
        "People who had been vulnerable were often more open. Others found the good harder to see, and had more doubts.",
    ),
    KeyFinding(
        2,
        "Fear of 'exposure' exacerbates distrust in data sharing",
        "People who felt they had something to hide feared for their work, home, benefits or children if the wrong body saw their records.",
        "People with bad experience of services, such as drug and alcohol treatment, or with a criminal record; most in the second talks.",
    ),
    KeyFinding(
        3,
        "The term 'data sharing' can be toxic",
        "The words alone put people off, and talking of one clear use, such as tackling domestic abuse, often won them round.",
        "Across the groups. What people minded varied widely: obesity was felt to be more sensitive than domestic abuse.",
    ),
    KeyFinding(
        4,
        "Big data scandals have left people wary about whether they can trust anyone with their data",
        "Most thought local bodies should use data in this way, yet worried about who sees it, who removes names, and how safe it stays.",
        "Most people; most also doubted that the public sector is held to account.",
    ),
    KeyFinding(
        5,
        "People feared not having a choice of how their data is used, and what the interventions might be",
        "People feared that a small use would grow without limit, and did not know the safeguards, the regulator, or where records stop.",
        "Across the groups.",
    ),
    KeyFinding(
        6,
        "Being labelled a 'bad area' can have real and enduring consequences",
        "People saw that what is published about a place can harm its jobs, homes, children and insurance, and can make itself come true.",
        "Across the groups; a few places in Essex already have a bad name that lasts.",
    ),
    KeyFinding(
        7,
        "People feared being profiled or labelled negatively by their data",
        "People feared being traced, or being put in a group called 'at risk' and judged by it, for instance by an employer.",
        "Even people who understood that names are removed.",
    ),
    KeyFinding(
        8,
        "Third party anonymisation of data is a tricky concept to understand",
        "Most people kept picturing services passing records straight to each other, even after the third party in between was explained.",
        "Most people, several explanations in.",
    ),
    KeyFinding(
        9,
        "It is difficult to engage citizens beyond the most civically minded",
        "Those who came forward first were the keenest, so people with less interest in local affairs had to be looked for.",
        "The first talks drew the most interested; the second talks looked for others.",
    ),
    KeyFinding(
        10,
        "People say they want to be informed 'on an ongoing basis' - but in reality they do not...",
        "People wanted to be able to find out, mostly when it affects them, and few would go looking or wished to be asked each time.",
        "Across the groups; some were content to agree once and rely on the law after that.",
    ),
)
