"""Where a school is: it decides which feriados apply and which clock is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from protocols.engine.errors import TerritoryError

# The 56 provinces, by their official three digits (region + province), DS 1.115/2018.
PROVINCES = frozenset(
    [
        "011",
        "014",
        "021",
        "022",
        "023",
        "031",
        "032",
        "033",
        "041",
        "042",
        "043",
        "051",
        "052",
        "053",
        "054",
        "055",
        "056",
        "057",
        "058",
        "061",
        "062",
        "063",
        "071",
        "072",
        "073",
        "074",
        "081",
        "082",
        "083",
        "091",
        "092",
        "101",
        "102",
        "103",
        "104",
        "111",
        "112",
        "113",
        "114",
        "121",
        "122",
        "123",
        "124",
        "131",
        "132",
        "133",
        "134",
        "135",
        "136",
        "141",
        "142",
        "151",
        "152",
        "161",
        "162",
        "163",
    ]
)

CONTINENTAL = "America/Santiago"
ZONE_BY_PREFIX = {
    "052": "Pacific/Easter",  # Isla de Pascua
    "11": "America/Coyhaique",  # Aysén, since tzdata 2025b
    "12": "America/Punta_Arenas",  # Magallanes
}


@dataclass(frozen=True, slots=True)
class Territory:
    """A comuna by its official code: two digits of region, one of province, two of its own."""

    comuna: str

    def __post_init__(self) -> None:
        """Refuse a code that is not five digits or whose province does not exist."""
        if not re.fullmatch(r"[0-9]{5}", self.comuna):
            raise TerritoryError(
                f"El código de comuna «{self.comuna}» debe tener 5 dígitos (por ejemplo 13101)."
            )
        if self.province not in PROVINCES:
            raise TerritoryError(
                f"El código de comuna «{self.comuna}» no corresponde a ninguna provincia de Chile."
            )

    @property
    def region(self) -> str:
        """The two digits of the region."""
        return self.comuna[:2]

    @property
    def province(self) -> str:
        """The three digits of the province."""
        return self.comuna[:3]

    @property
    def zone_name(self) -> str:
        """The name of the time zone that the comuna lives by."""
        by_region = ZONE_BY_PREFIX.get(self.region, CONTINENTAL)
        return ZONE_BY_PREFIX.get(self.province, by_region)

    def codes(self) -> frozenset[str]:
        """Every code a feriado may be declared for: region, province and comuna."""
        return frozenset({self.region, self.province, self.comuna})


def load_zone(name: str) -> ZoneInfo:
    """Return the zone; TerritoryError if the machine's tzdata does not have it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise TerritoryError(
            f"La base de zonas horarias no contiene «{name}»: actualice tzdata."
        ) from None
