"""The communes of the country."""

import re

import pytest
from django.core.exceptions import ValidationError

from schools.identifiers import validate_comuna
from schools.territory import (
    comuna_choices,
    comuna_name,
    comunas,
    provincia_name,
    provincias,
    region_name,
    regiones,
)

BY_REGION = {
    "15": 4,
    "01": 7,
    "02": 9,
    "03": 9,
    "04": 15,
    "05": 38,
    "13": 52,
    "06": 33,
    "07": 30,
    "16": 21,
    "08": 33,
    "09": 32,
    "14": 12,
    "10": 30,
    "11": 10,
    "12": 11,
}


def test_there_are_346_communes_in_56_provinces_and_16_regions():
    assert len(comunas()) == 346
    assert len(provincias()) == 56
    assert len(regiones()) == 16
    found = dict.fromkeys(regiones(), 0)
    for code in comunas():
        found[code[:2]] += 1
    assert found == BY_REGION


def test_every_code_hangs_from_its_province_and_region():
    assert {code[:3] for code in comunas()} == set(provincias())
    assert {code[:2] for code in provincias()} == set(regiones())
    assert all(re.fullmatch(r"\d{5}", code) for code in comunas())


def test_names_repeat_only_where_they_do_in_the_country():
    assert len(set(comunas().values())) == 346


@pytest.mark.parametrize(
    ("code", "comuna", "provincia", "region"),
    [
        ("13101", "Santiago", "Santiago", "Metropolitana de Santiago"),
        ("13123", "Providencia", "Santiago", "Metropolitana de Santiago"),
        ("16101", "Chillán", "Diguillín", "Ñuble"),
        ("16103", "Chillán Viejo", "Diguillín", "Ñuble"),
        ("16301", "San Carlos", "Punilla", "Ñuble"),
        ("15101", "Arica", "Arica", "Arica y Parinacota"),
        ("01107", "Alto Hospicio", "Iquique", "Tarapacá"),
        ("05201", "Isla de Pascua", "Isla de Pascua", "Valparaíso"),
        ("05802", "Limache", "Marga Marga", "Valparaíso"),
        ("08301", "Los Ángeles", "Biobío", "Biobío"),
        ("08112", "Hualpén", "Concepción", "Biobío"),
        ("12202", "Antártica", "Antártica Chilena", "Magallanes y de la Antártica Chilena"),
        ("14201", "La Unión", "Ranco", "Los Ríos"),
    ],
)
def test_known_communes(code, comuna, provincia, region):
    assert comuna_name(code) == comuna
    assert provincia_name(code) == provincia
    assert region_name(code) == region


@pytest.mark.parametrize("code", ["", "13", "13199", "1101", "99999", "Santiago"])
def test_unknown_code_is_refused(code):
    assert comuna_name(code) is None
    with pytest.raises(ValidationError):
        validate_comuna(code)


def test_choices_hold_every_commune_by_region_from_the_north():
    groups = comuna_choices()

    assert [name for name, _ in groups][:2] == ["Arica y Parinacota", "Tarapacá"]
    assert sum(len(options) for _, options in groups) == 346
