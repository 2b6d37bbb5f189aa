"""What a page shows, as text."""


def shown(response) -> str:
    return response.content.decode()
