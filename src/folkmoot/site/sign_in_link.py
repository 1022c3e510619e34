"""For the person who runs the server: a new one-time link for someone whose administrator cannot help.

    python -m folkmoot.site.sign_in_link HOME name@example.org https://folkmoot.example.org

It takes back the person's password and second factors, as the same button on the staff page does, and is in the audit log.
"""

import sys
from pathlib import Path

from folkmoot.site.start import start
from folkmoot.weigh import RefusedError


def main(home: Path, email: str, address: str) -> None:
    """Print the link. Raises RefusedError when nobody here has that e-mail address."""
    start(home)
    from django.urls import reverse

    from folkmoot.site.people import domain, queries

    user = queries.user_by_email(email)
    if user is None:
        raise RefusedError([f"Nobody here signs in as {email}."])
    path = reverse("people:join", args=[domain.renew_link(by="folkmoot", user=user)])
    sys.stdout.write(f"{address.rstrip('/')}{path}\nIt works once, within seven days.\n")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("folkmoot: python -m folkmoot.site.sign_in_link HOME E-MAIL https://ADDRESS-OF-THE-SITE")
    try:
        main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
    except RefusedError as refused:
        sys.exit("\n".join(f"folkmoot: {problem}" for problem in refused.problems))
