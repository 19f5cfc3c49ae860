"""Applications to join the network, what happened to them, and what was said."""

from membership.models.application import PERSONAL, Application
from membership.models.conversation import Attachment, Message
from membership.models.corrections import Correction
from membership.models.desk import CannedReply, Check, Criterion, DigestReader, Look
from membership.models.event import Event
from membership.models.links import StatusLink
from membership.models.times import UsualTime

__all__ = [
    "PERSONAL",
    "Application",
    "Attachment",
    "CannedReply",
    "Check",
    "Correction",
    "Criterion",
    "DigestReader",
    "Event",
    "Look",
    "Message",
    "StatusLink",
    "UsualTime",
]
