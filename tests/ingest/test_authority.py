import pickle
import shutil
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.authority import DEFAULT, Authority, AuthorityError, coordinates, load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of authority/ to break."""
    return Path(shutil.copytree(DEFAULT, tmp_path / "authority", ignore=shutil.ignore_patterns("*.py")))


def change(folder: Path, file: str, old: str, new: str) -> int:
    """The number of the first line of `file` that holds `old`, now `new`."""
    path = folder / file
    lines = path.read_text(encoding="utf-8").split("\n")
    number = next(index for index, line in enumerate(lines) if old in line)
    lines[number] = lines[number].replace(old, new, 1)
    path.write_text("\n".join(lines), encoding="utf-8")
    return number + 1


def problems(folder: Path) -> list[str]:
    with pytest.raises(AuthorityError) as caught:
        load(folder)
    return caught.value.messages


def test_what_lies_in_the_repository_loads(authority: Authority) -> None:
    mondragon = authority.institutions["mondragon"]
    assert (mondragon.kind, mondragon.is_type, mondragon.checked) == ("cooperative-group", False, "sourced")
    assert mondragon.first("name", "ko") == "몬드라곤"
    assert mondragon.first("city") == "arrasate"
    assert mondragon.first("website", "ko") is None


def test_names_come_before_aliases(authority: Authority) -> None:
    properties = [claim.property for claim in authority.institutions["mondragon"].names]
    assert properties == sorted(properties, key=("name", "alias").index)


def test_a_type_of_institution_is_no_institution(authority: Authority) -> None:
    cae = authority.institutions["cae"]
    assert cae.is_type
    assert cae.first("coordinates") is None


def test_names_are_looked_up_by_key(authority: Authority) -> None:
    assert authority.institutions_by_name["빌바오시청"] == ("bilbao-city",)
    assert authority.institutions_by_name["lagunaro"] == ("lagun-aro",)
    assert authority.countries_by_name["스코틀랜드"] == "GB"
    assert {place.country for place in authority.places_by_name["발렌시아"]} >= {"ES", "VE"}


def test_every_name_key_leads_to_one_institution(authority: Authority) -> None:
    shared = {key: ids for key, ids in authority.institutions_by_name.items() if len(ids) > 1}
    assert shared == {}


def test_hand_kept_places_come_before_generated_ones(authority: Authority) -> None:
    assert authority.places_by_name["볼로냐"][0].id == "bologna"


def test_a_name_that_several_governments_bear_leads_to_all(authority: Authority) -> None:
    assert len(authority.governments_by_name["중구"]) > 1
    assert [government.id for government in authority.governments_by_name["순천시"]] == ["jeonnam-suncheon"]


# 파일, 찾을 말, 바꿀 말, 그 줄에 대한 문장
BROKEN = [
    ("institutions.tsv", "lagun-aro\tmutual", "lagun-aro\tmutuals", "종류 ‘mutuals’가 kinds.tsv에 없습니다."),
    ("institutions.tsv", "lagun-aro\tmutual\t0", "lagun-aro\tmutual\t아니오", "is_type 칸에는 0이나 1을 써 주세요."),
    ("institutions.tsv", "lagun-aro\tmutual\t0", "lagun-aro\tmutual\t1",
     "유형에는 좌표를 적을 수 없습니다. 특정 기관이 아니기 때문입니다."),
    ("claims.tsv", "lagun-aro\tname\tlocal", "lagun-aro2\tname\tlocal",
     "기관 ‘lagun-aro2’가 institutions.tsv에 없습니다."),
    ("claims.tsv", "lagun-aro\talias", "lagun-aro\tnickname",
     "‘nickname’는 쓸 수 없는 항목입니다. 쓸 수 있는 항목: "
     "alias, city, coordinates, country, description, name, theme, website"),
    ("claims.tsv", "lagun-aro\talias\tlocal", "lagun-aro\talias\tfr",
     "language 칸에는 ko, en, local 가운데 하나를 쓰거나 비워 주세요."),
    ("claims.tsv", "lagun-aro\tcountry\t\tES", "lagun-aro\tcountry\t\t", "값이 비어 있습니다."),
    ("claims.tsv", "lagun-aro\tcountry\t\tES", "lagun-aro\tcountry\t\tSpain", "‘Spain’은 country 목록에 없습니다."),
    ("claims.tsv", "lagun-aro\tcity\t\tarrasate", "lagun-aro\tcity\t\tmcc", "‘mcc’는 city 목록에 없습니다."),
    ("claims.tsv", "lagun-aro\ttheme\t\tP04", "lagun-aro\ttheme\t\tP99", "‘P99’는 theme 목록에 없습니다."),
    ("claims.tsv", "lagun-aro\tcoordinates\t\t43.064", "lagun-aro\tcoordinates\t\t143.064",
     "좌표는 ‘위도,경도’로 써 주세요. 예: 43.064,-2.49"),
    ("claims.tsv", "\thttps://www.spainusa.org", "\t신문", "출처는 http:// 나 https://로 시작하는 주소여야 합니다."),
    ("places.tsv", "bilbao\t", "barcelona\t", "‘barcelona’가 두 번 나옵니다. 아이디는 하나뿐이어야 합니다."),
    ("places.tsv", "\tES\t", "\tXX\t", "나라 코드 ‘XX’가 countries.tsv에 없습니다."),
    ("geonames.tsv", "\t42.50779\t", "\t북위 42도\t", "위도는 -90~90, 경도는 -180~180 사이의 수여야 합니다."),
    ("themes.tsv", "P05\t", "P04\t", "‘P04’가 두 번 나옵니다. 아이디는 하나뿐이어야 합니다."),
    ("kinds.tsv", "care\t", "bank\t", "‘bank’가 두 번 나옵니다. 아이디는 하나뿐이어야 합니다."),
    ("countries.tsv", "AF\t", "AE\t", "‘AE’가 두 번 나옵니다. 아이디는 하나뿐이어야 합니다."),
    ("governments.tsv", "basic\tseoul\t", "basic\tsoul\t", "‘soul’은 목록에 없는 자치단체입니다."),
    ("vocabulary.tsv", "label\ttitle\t", "label\t", "칸이 3개여야 하는데 2개입니다. TAB을 확인해 주세요."),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "sentence"), BROKEN)
def test_a_mistake_is_told_with_file_and_line(folder: Path, file: str, old: str, new: str, sentence: str) -> None:
    line = change(folder, file, old, new)
    assert f"authority/{file} {line}번째 줄: {sentence}" in problems(folder)


def test_an_id_with_other_letters_is_told(folder: Path) -> None:
    line = change(folder, "institutions.tsv", "lagun-aro\t", "Lagun_Aro\t")
    told = [message for message in problems(folder) if message.startswith(f"authority/institutions.tsv {line}번째")]
    assert told == [
        f"authority/institutions.tsv {line}번째 줄: "
        "아이디 ‘Lagun_Aro’에는 영문 소문자, 숫자, 붙임표(-)만 쓸 수 있습니다.",
        f"authority/institutions.tsv {line}번째 줄: ‘Lagun_Aro’의 이름(name)이 claims.tsv에 없습니다.",
    ]


def test_a_government_s_line_is_right_below_a_blank_line_too(folder: Path) -> None:
    change(folder, "governments.tsv", "seoul\t서울특별시", "\nseoul\t서울특별시")
    line = change(folder, "governments.tsv", "basic\tseoul\t", "basic\tsoul\t")
    assert problems(folder) == [f"authority/governments.tsv {line}번째 줄: ‘soul’은 목록에 없는 자치단체입니다."]


def test_two_names_of_one_institution_in_one_language_are_told(folder: Path) -> None:
    line = change(folder, "claims.tsv", "lagun-aro\talias\tko", "lagun-aro\tname\tko")
    assert any(message.startswith(f"authority/claims.tsv {line}번째 줄: ") for message in problems(folder))


def test_a_name_that_two_institutions_bear_is_told(folder: Path) -> None:
    line = change(folder, "claims.tsv", "legacoop\talias\tko\t레가콥", "legacoop\talias\tko\t라군 아로")
    assert any(message.startswith(f"authority/claims.tsv {line}번째 줄: ") for message in problems(folder))


def test_a_missing_file_is_told(folder: Path) -> None:
    (folder / "themes.tsv").unlink()
    assert "authority/themes.tsv 1번째 줄: 파일이 없습니다." in problems(folder)


def test_all_mistakes_are_told_at_once(folder: Path) -> None:
    kind = change(folder, "institutions.tsv", "lagun-aro\tmutual", "lagun-aro\tmutuals")
    parent = change(folder, "governments.tsv", "basic\tseoul\t", "basic\tsoul\t")
    with pytest.raises(AuthorityError) as caught:
        load(folder)
    assert str(caught.value).splitlines() == [
        f"authority/institutions.tsv {kind}번째 줄: 종류 ‘mutuals’가 kinds.tsv에 없습니다.",
        f"authority/governments.tsv {parent}번째 줄: ‘soul’은 목록에 없는 자치단체입니다.",
    ]


def test_a_source_may_list_several_addresses(folder: Path) -> None:
    change(folder, "claims.tsv", "lagun-aro\tcoordinates\t\t43.064,-2.49\t",
           "lagun-aro\tcoordinates\t\t43.064,-2.49\thttps://a.example/1 ; http://b.example/2")  # fmt: skip
    claims = load(folder).institutions["lagun-aro"].claims
    assert [claim.source for claim in claims if claim.property == "coordinates"] == [
        "https://a.example/1 ; http://b.example/2"
    ]


@pytest.mark.parametrize(
    "written", ["", "43.064", "43.064,-2.49,1", "90.1,0", "0,-180.1", "nan,0", "북위,동경", "43.064;-2.49"]
)
def test_what_is_no_place_on_earth_has_no_coordinates(written: str) -> None:
    assert coordinates(written) is None


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_coordinates_are_read_back(latitude: float, longitude: float) -> None:
    assert coordinates(f"{latitude},{longitude}") == (latitude, longitude)
    assert coordinates(f" {latitude} , {longitude} ") == (latitude, longitude)


@given(st.text(max_size=20))
def test_any_text_is_coordinates_or_none(written: str) -> None:
    found = coordinates(written)
    assert found is None or (abs(found[0]) <= 90 and abs(found[1]) <= 180)


def test_another_process_gets_the_tables_alone() -> None:
    known = load()
    assert known.institutions_by_name["몬드라곤"]
    sent = pickle.loads(pickle.dumps(known))
    assert sent == known
    assert set(vars(sent)) == {one.name for one in fields(known)}, "what is made on the way is not sent"
    assert sent.institutions_by_name == known.institutions_by_name
