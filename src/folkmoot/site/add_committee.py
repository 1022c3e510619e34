"""For the person who runs the server: a committee, and the one-time link of its first administrator.

    python -m folkmoot.site.add_committee HOME "The County Data Board" name@example.org https://folkmoot.example.org

No administrator can add a committee: it decides on what others propose, so it must not be theirs.
"""

import sys
from pathlib import Path

from folkmoot.site.start import start
from folkmoot.weigh import RefusedError


def main(home: Path, name: str, email: str, address: str) -> None:
    """Add it, and print the link. Raises RefusedError for a name that is taken or an e-mail address that is none."""
    start(home)
    from django.core.exceptions import ValidationError
    from django.db import transaction
    from django.urls import reverse

    from folkmoot.site.people import domain
    from folkmoot.site.people.roles import Role

    try:
        with transaction.atomic():
            committee = domain.add_organisation(by="folkmoot", name=name, kind="committee")
            invited = domain.invite_user(by="folkmoot", email=email, organisation=committee, role=Role.ADMINISTRATOR)
    except ValidationError as refused:
        raise RefusedError(refused.messages) from None
    sys.stdout.write(f"{committee.name} is here. Its administrator is {invited.user.email}.\n")
    if invited.token:
        sys.stdout.write(f"{address.rstrip('/')}{reverse('people:join', args=[invited.token])}\nIt works once, within seven days.\n")
    else:
        sys.stdout.write("They sign in as before.\n")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit('folkmoot: python -m folkmoot.site.add_committee HOME "NAME" E-MAIL https://ADDRESS-OF-THE-SITE')
    try:
        main(Path(sys.argv[1]), *sys.argv[2:])
    except RefusedError as refused:
        sys.exit("\n".join(f"folkmoot: {problem}" for problem in refused.problems))
