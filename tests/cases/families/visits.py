"""How a family goes in."""

from django.test import Client

from tests.cases.notifications.notices import Mailbox


def knock(client: Client, mailbox: Mailbox, run: str | None = None):
    """Give a RUN at the door."""
    return client.post(mailbox.link(), {"run": run or mailbox.scene.mother.run})


def enter(client: Client, mailbox: Mailbox, run: str | None = None) -> str:
    """Go in as the family; return the path of the window."""
    knock(client, mailbox, run)
    response = client.post(f"{mailbox.link()}codigo/", {"code": mailbox.code()})
    assert response.status_code == 302, response.content.decode()
    return mailbox.link()
