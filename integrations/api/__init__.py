"""The API door of what comes in from other tools: one module a noun."""

from doors.api import Collection
from integrations.api.imports import ImportCollection
from integrations.api.mail import MailAddressCollection, ReceivedMailCollection

routes: list[tuple[str, type[Collection]]] = [
    ("imports", ImportCollection),
    ("mail-addresses", MailAddressCollection),
    ("received-mail", ReceivedMailCollection),
]
