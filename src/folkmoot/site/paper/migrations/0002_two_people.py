"""The database repeats: numbers are given for good, a form is sent once two people have keyed it, and then stays as it was."""

from typing import Any

from django.db import migrations

from folkmoot.site.immutable import ForbidChanges
from folkmoot.site.triggers import allow, refuse

FORM, KEYING, RESOLUTION = "paper_returnedform", "paper_keying", "paper_resolution"
OVER = "EXISTS (SELECT 1 FROM paper_returnedform AS form WHERE form.id = NEW.form_id AND (form.sent_at IS NOT NULL OR form.set_aside_by_id IS NOT NULL))"
TWICE = "(SELECT COUNT(*) FROM paper_keying AS keying WHERE keying.form_id = NEW.id)"


def two_people(apps: Any, schema_editor: Any) -> None:
    """What is sent was keyed twice and stays; what is over is not keyed or resolved again."""
    refuse(
        schema_editor, FORM, "keyed_twice", when=f"NEW.sent_at IS NOT NULL AND {TWICE} < 2", message="a form is sent when two people keyed it"
    )
    refuse(schema_editor, FORM, "sent_stays", when="OLD.sent_at IS NOT NULL", message="a form that was sent stays", moments=("UPDATE",))
    refuse(schema_editor, KEYING, "not_over", when=OVER, message="this form was sent or set aside")
    refuse(schema_editor, RESOLUTION, "not_over", when=OVER, message="this form was sent or set aside")


def anyone(apps: Any, schema_editor: Any) -> None:
    """Take those rules away again."""
    allow(schema_editor, FORM, "keyed_twice")
    allow(schema_editor, FORM, "sent_stays", moments=("UPDATE",))
    allow(schema_editor, KEYING, "not_over")
    allow(schema_editor, RESOLUTION, "not_over")


class Migration(migrations.Migration):
    dependencies = [("paper", "0001_initial")]
    operations = [ForbidChanges("Numbers"), migrations.RunPython(two_people, anyone)]
