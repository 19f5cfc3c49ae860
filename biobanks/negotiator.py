"""Hands picked collections over to the BBMRI-ERIC Negotiator, where requests are made.

`POST <NEGOTIATOR_URL>/api/v3/requests` with the discovery service's address, the question in words
and the resources; the answer's `redirectUrl` is where the visitor goes on. Source: the Negotiator's
own code, `negotiation/dto/RequestCreateDTO.java` and `request/RequestServiceImpl.java`.
"""

import json
import logging
import re
from collections.abc import Iterable
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request

from django.conf import settings
from django.utils.translation import gettext as _

from bbmri_be.outgoing import open_address
from biobanks.models import Collection

SECONDS = 5  # a visitor waits no longer
MOST_BYTES = 1_000_000  # of an answer
logger = logging.getLogger(__name__)


class NotHandedOver(Exception):
    """The Negotiator did not take the request. The message is for the visitor."""


def is_known_there(collection: Collection) -> bool:
    """Whether the Negotiator can know a collection: it reads the European Directory."""
    return collection.is_in_directory


def hand_over(collections: Iterable[Collection], *, question: str, address: str) -> str:
    """Create a request; the address where the visitor goes on.

    `question` says in words what was looked for, `address` is the page it was looked for on.
    Raises `NotHandedOver` where the Negotiator refuses, or does not answer in time.
    """
    resources = [
        {"id": collection.identifier, "name": collection.name} for collection in collections
    ]
    body = {"url": address, "humanReadable": question, "resources": resources}
    request = Request(  # noqa: S310 - the setting allows http and https only
        f"{settings.NEGOTIATOR_URL}/api/v3/requests",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Accept": "application/json"},
        method="POST",
    )
    try:
        try:
            with open_address(request, timeout=SECONDS) as answer:
                text = answer.read(MOST_BYTES)
        except HTTPError as error:
            raise NotHandedOver(refusal(error, resources)) from error
    except (URLError, HTTPException, OSError) as error:
        logger.warning("The Negotiator does not answer: %s", type(error).__name__)
        raise NotHandedOver(
            _("The Negotiator does not answer just now. Try again later, or write to the biobanks.")
        ) from error
    return going_on(text)


def refusal(error: HTTPError, resources: Iterable[dict[str, str]]) -> str:
    """Why the Negotiator refused, in plain words: it names collections it does not know."""
    with error:
        text = error.read(MOST_BYTES).decode(errors="replace")
    unknown = [resource["name"] for resource in resources if is_named(resource["id"], text)]
    logger.warning("The Negotiator refused a request: status %d", error.code)
    if error.code == 400 and unknown:
        return _(
            "The Negotiator does not know these collections yet: %(names)s. Take them out of your "
            "selection, and write to their biobanks instead."
        ) % {"names": ", ".join(unknown)}
    if error.code == 400:
        return _(
            "The Negotiator did not accept the request from this site. Write to the biobanks, and "
            "please tell the secretariat of BBMRI.be."
        )
    return _("The Negotiator has a problem just now. Try again later, or write to the biobanks.")


def is_named(identifier: str, text: str) -> bool:
    """Whether a text has an identifier, and not only one that begins like it."""
    return re.search(rf"{re.escape(identifier)}(?![\w-]|:\w)", text) is not None


def going_on(text: bytes) -> str:
    """The address in the Negotiator's answer, where it is one of its own.

    Browsers would refuse another: the site's policy of contents names the Negotiator alone.
    """
    try:
        target = json.loads(text)["redirectUrl"]
        parts = urlsplit(target)
        is_its_own = f"{parts.scheme}://{parts.netloc}" == settings.NEGOTIATOR_URL
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        is_its_own = False
    if not is_its_own:
        logger.warning("The Negotiator's answer has no address to go on to")
        raise NotHandedOver(
            _("The Negotiator has a problem just now. Try again later, or write to the biobanks.")
        )
    return str(target)
