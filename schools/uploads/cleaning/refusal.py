"""How the process apart says no, in a sentence for who sent the file."""


class RefusedError(Exception):
    """The file is not what it says, or holds what may not come in."""


DAMAGED = "está dañado o no es lo que dice ser"
