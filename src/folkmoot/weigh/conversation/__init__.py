"""A conversation mapped, and made ready to publish: one document, from which the report, the picture and the page are made."""

from folkmoot.weigh.conversation.map_document import map_document
from folkmoot.weigh.conversation.map_report import map_report, map_svg
from folkmoot.weigh.conversation.mapping import Mapped, map_conversation

__all__ = ["Mapped", "map_conversation", "map_document", "map_report", "map_svg"]
