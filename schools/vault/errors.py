"""What can stand between a row and its words. Never answered with an empty text."""

from convivencia.exceptions import DomainError


class VaultError(DomainError):
    """Something that is stored sealed cannot be opened."""

    code = "llave"
    status = 503


class KeyLostError(VaultError):
    """No master key of this installation opens the key of a school."""

    def __init__(self) -> None:
        super().__init__(
            "Esta información está guardada cifrada y en este momento no se puede abrir.",
            reasons=(
                "Falta la llave con que se guardó, o no es la que corresponde.",
                "No se ha borrado nada.",
                "Avise a quien administra el servicio: debe restituir la llave maestra.",
            ),
        )


class AlteredError(VaultError):
    """The bytes were changed, or belong to another row."""

    code = "alterado"

    def __init__(self) -> None:
        super().__init__(
            "Un dato guardado no se puede abrir: fue alterado o no pertenece a este registro.",
            reasons=("Avise a quien administra el servicio antes de seguir con este caso.",),
        )


class KeyDestroyedError(VaultError):
    """The key was destroyed on purpose: nobody will ever read this again."""

    code = "eliminado"
    status = 410

    def __init__(self) -> None:
        super().__init__(
            "La información de este caso fue eliminada y no se puede recuperar.",
            reasons=("Queda el certificado de eliminación, con su fecha y su motivo.",),
        )
