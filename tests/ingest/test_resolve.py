import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.authority import Authority, Claim, Institution
from ingest.resolve import Resolution, Resolver, provisional_id


@pytest.fixture(scope="module")
def resolver(authority: Authority) -> Resolver:
    return Resolver(authority)


def known(id: str, *claims: tuple[str, str]) -> Institution:
    return Institution(id, "federation", False, "", tuple(Claim(name, "", value, "") for name, value in claims))


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [
        ("라군아로", "ES", Resolution("lagun-aro", 1.0, "exact")),
        ("Lagun-Aro", None, Resolution("lagun-aro", 1.0, "exact")),
        ("빌바오시청", "ES", Resolution("bilbao-city", 1.0, "exact")),
        ("빌바오 시청", "ES", Resolution("bilbao-city", 1.0, "exact")),
        ("Ville de Paris", "FR", Resolution("paris-city", 1.0, "exact")),
        ("MCC본사", "ES", Resolution("mondragon", 1.0, "exact")),
        ("LagunAro(라군아로)", "ES", Resolution("lagun-aro", 0.95, "part")),
        ("MCC(몬드라곤협동조합복합체)", "ES", Resolution("mondragon", 0.95, "part")),
        ("CAE (사업고용협동조합)", "FR", Resolution("cae", 0.95, "part")),
        ("라군아로 본사", "ES", Resolution("lagun-aro", 0.85, "level")),
        ("처음 듣는 협동조합", "ES", Resolution(None, 0.0, "unknown")),
        ("", None, Resolution(None, 0.0, "unknown")),
    ],
)
def test_a_name_leads_to_an_institution_with_its_rule(
    resolver: Resolver, name: str, country: str | None, expected: Resolution
) -> None:
    assert resolver.resolve(name, country) == expected


def test_another_country_is_evidence_against(resolver: Resolver) -> None:
    assert resolver.resolve("라군아로", "FR") == Resolution(None, 0.0, "unknown")


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("몬드라곤", "mondragon"),
        ("몬드라곤 대학교", "mondragon-university"),
        ("레가코프 볼로냐", "legacoop-bologna"),
        ("레가코프 에밀리아로마냐", "legacoop-emilia-romagna"),
        ("바르셀로나 악티바", "barcelona-activa"),
        ("바르셀로나 시청", "barcelona-city"),
        ("라군아로 보험", None),
        ("라군아로 GBC", None),
        ("Seguros Lagun Aro", None),
        ("빌바오 에킨차", "bilbao-ekintza"),
    ],
)
def test_neighbours_of_a_name_stay_apart(resolver: Resolver, name: str, id: str | None) -> None:
    assert resolver.resolve(name).institution_id == id


def test_a_name_that_several_bear_stays_open_unless_the_city_decides(authority: Authority) -> None:
    roma = known("roma", ("name", "레가연합"), ("country", "IT"), ("city", "roma"))
    bologna = known("bologna", ("name", "레가연합"), ("country", "IT"), ("city", "bologna"))
    resolver = Resolver(replace(authority, institutions={one.id: one for one in (roma, bologna)}))
    assert resolver.resolve("레가연합", "IT") == Resolution(None, 0.4, "ambiguous")
    assert resolver.resolve("레가연합", "IT", "볼로냐") == Resolution("bologna", 1.0, "exact")
    assert resolver.resolve("레가연합", "IT", "밀라노") == Resolution(None, 0.4, "ambiguous")


def test_the_name_itself_wins_over_its_parts(authority: Authority) -> None:
    whole = known("whole", ("name", "에이(비이)"))
    part = known("part", ("name", "에이"), ("alias", "비이"))
    resolver = Resolver(replace(authority, institutions={one.id: one for one in (part, whole)}))
    assert resolver.resolve("에이(비이)") == Resolution("whole", 1.0, "exact")
    assert resolver.resolve("에이(씨이)") == Resolution("part", 0.95, "part")


def test_every_known_name_resolves_to_its_institution(resolver: Resolver, authority: Authority) -> None:
    for institution in authority.institutions.values():
        for claim in institution.names:
            assert resolver.resolve(claim.value, institution.first("country")).institution_id == institution.id


@pytest.mark.parametrize(
    ("name", "country", "id", "rule"),
    [
        ("몽드라곤", "ES", "mondragon", "place"),
        ("바로셀로나 시청", "ES", "barcelona-city", "place"),
        ("Ayuntamiento de Barcelona", "ES", "barcelona-city", "form"),
        ("레가꼽 볼로냐", "IT", "legacoop-bologna", "sound"),
        ("라보랄 꾸차", None, "laboral-kutxa", "sound"),
    ],
)
def test_spellings_sounds_and_translations_lead_to_the_institution(
    resolver: Resolver, name: str, country: str | None, id: str, rule: str
) -> None:
    found = resolver.resolve(name, country)
    assert (found.institution_id, found.rule) == (id, rule)
    assert found.compared


@pytest.mark.parametrize("name", ["라군아로 보험", "Seguros Lagun Aro"])
def test_what_is_only_like_a_name_is_a_question(resolver: Resolver, name: str) -> None:
    found = resolver.resolve(name, "ES")
    assert (found.institution_id, found.rule, found.candidate) == (None, "doubtful", "lagun-aro")


@given(name=st.text(max_size=30), country=st.sampled_from([None, "ES", "FR"]), city=st.none() | st.text(max_size=5))
def test_any_text_resolves_or_stays_open(resolver: Resolver, name: str, country: str | None, city: str | None) -> None:
    found = resolver.resolve(name, country, city)
    assert (found.institution_id is None) == (found.rule in ("ambiguous", "unknown", "doubtful"))


def test_a_provisional_id_comes_from_name_and_country() -> None:
    made = provisional_id("카디아이 협동조합", "IT")
    assert re.fullmatch(r"doc-[0-9a-f]{10}", made)
    assert made == provisional_id("카디아이협동조합", "IT")
    assert made == provisional_id("카디아이 협동조합(CADIAI)", "IT")
    assert made != provisional_id("카디아이 협동조합", "FR")
    assert made != provisional_id("카디아이", "IT")


@given(st.text(max_size=30), st.sampled_from([None, "ES"]))
def test_every_name_has_a_provisional_id(name: str, country: str | None) -> None:
    assert re.fullmatch(r"doc-[0-9a-f]{10}", provisional_id(name, country))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("DRV", Resolution("raiffeisen", 1.0, "exact")),
        ("독일라이파이젠협회(DRV)", Resolution("raiffeisen", 0.95, "part")),
        ("DRV(라이파이젠 연합)", Resolution("raiffeisen", 0.95, "part")),
        ("DRV(베를린)", Resolution("raiffeisen", 0.95, "part")),
        ("독일연금보험(DRV)", Resolution(None, 0.45, "doubtful", "raiffeisen", "DRV")),
        ("독일 여행업 홀거 연합(DRV)", Resolution(None, 0.45, "doubtful", "raiffeisen", "DRV")),
        ("몬드라곤 대학교(DRV)", Resolution("university", 0.95, "form", compared="몬드라곤대학")),
    ],
)
def test_an_acronym_beside_a_name_of_another_is_a_question(authority: Authority, name: str, expected) -> None:
    raiffeisen = known("raiffeisen", ("name", "Deutscher Raiffeisenverband"), ("alias", "DRV"), ("country", "DE"))
    university = known("university", ("name", "몬드라곤대학"))
    resolver = Resolver(replace(authority, institutions={one.id: one for one in (raiffeisen, university)}))
    assert resolver.resolve(name) == expected
