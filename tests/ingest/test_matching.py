"""Two names and what is said of them: by which rule they are one, or what makes them two."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.pairs import load_pairs
from ingest.authority import Authority, load
from ingest.matching import DOUBTFUL, SAME, Match, Matcher

WRITTEN = sorted({name for pair in load_pairs() for name in (pair.left, pair.right)})
WORDS = sorted({word for name in WRITTEN for word in name.split()})
NAMES = st.sampled_from(WRITTEN) | st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
MATCHER = Matcher(load())


def matched(left: str, right: str) -> tuple[bool, str]:
    match = MATCHER.match(left, right)
    return match.score >= SAME, match.rule


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("빌바오 시청", "빌바오시청"),
        ("라군-아로", "라군 아로"),
        ("Eroski", "EROSKI"),
        ("LagunAro(라군아로)", "라군아로"),
        ("ICA(국제협동조합연맹)", "국제협동조합연맹"),
    ],
)
def test_the_same_letters(left, right):
    assert MATCHER.match(left, right) == Match(1.0, "exact")


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("(주)파고르", "파고르"),
        ("파고르 S.Coop.", "파고르"),
        ("Eroski", "EROSKI, S.Coop."),
        ("株式会社 日立製作所", "(株)日立製作所"),
        ("공익재단법인 일본국제교류센터", "일본 국제교류센터"),
    ],
)
def test_a_legal_form_is_no_part_of_a_name(name, bare):
    assert MATCHER.match(name, bare).score == 1


@pytest.mark.parametrize("name", ["에로스키는", "에로스키를", "에로스키와의", "에로스키에서"])
def test_a_particle_is_cut_off(name):
    assert MATCHER.match(name, "에로스키") == Match(1.0, "exact")


def test_what_ends_like_a_particle_may_belong_to_a_name():
    assert MATCHER.match("나고야 시청", "나고 시청").score < SAME
    assert MATCHER.match("벵가", "벵").score < SAME  # too short to cut


@pytest.mark.parametrize(
    "name", ["네스타 방문", "네스타 벤치마킹", "네스타와의 간담회", "네스타 방문 결과", "네스타 현장 견학"]
)
def test_words_of_a_visit_are_cut_off(name):
    assert MATCHER.match(name, "네스타") == Match(1.0, "exact")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("몬드라곤 협동조합", "몬드라곤"),
        ("GLS 은행", "GLS Bank"),
        ("퐁피두 센터", "퐁피두"),
    ],
)
def test_common_words_of_form_tell_nothing_apart(left, right):
    assert matched(left, right) == (True, "form")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("프라운호퍼 연구소", "프라운호프 연구소"),
        ("샹티에", "샨띠에"),
        ("레가코프", "레가꼽"),
        ("데자르댕", "데쟈르뎅"),
        ("바르셀로나 시청", "바르세로나 시청"),
    ],
)
def test_two_korean_spellings_of_one_sound(left, right):
    assert matched(left, right) in ((True, "sound"), (True, "place"))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("몬드라곤", "MONDRAGÓN"),
        ("라보랄 쿠차", "Laboral Kutxa"),
        ("데자르댕", "Desjardins"),
        ("라보방크", "Rabobank"),
        ("바르셀로나 악티바", "Barcelona Activa"),
    ],
)
def test_two_scripts_with_one_sound(left, right):
    assert matched(left, right) == (True, "sound")


def test_a_typing_error():
    assert matched("빌바오 구겐하임", "빌바오 구겜하임") == (True, "typo")
    assert matched("Desjardins", "Desjardin") == (True, "typo")


@pytest.mark.parametrize(
    ("left", "right"),
    [("DGRV", "DGRW"), ("VTT", "VTI"), ("쿱", "콥"), ("Nesta", "Festa")],
)
def test_a_letter_is_much_in_a_short_name(left, right):
    assert MATCHER.match(left, right).score < SAME


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("빌바오 시청", "Ayuntamiento de Bilbao"),
        ("빌바오시청", "Bilbao City Hall"),
        ("베를린 교통공사", "Berliner Verkehrsbetriebe"),
        ("예테보리 시청", "고텐부르크 시청"),
    ],
)
def test_a_place_and_what_is_there_in_two_languages(left, right):
    assert matched(left, right) == (True, "place")


@pytest.mark.parametrize(
    ("left", "right", "against"),
    [
        ("빌바오 시청", "빌바오 시의회", "kind"),
        ("취리히 보험", "취리히 은행", "kind"),
        ("히로시마 시청", "히로시마 현청", "kind"),
        ("베를린 교통국", "베를린 주택국", "topic"),
        ("프라운호퍼 ISE", "프라운호퍼 IAO", "acronym"),
        ("볼로냐 시청", "이몰라 시청", "place"),
        ("레가코프 볼로냐", "레가코프 이몰라", "place"),
        ("리옹 2대학", "리옹 3대학", "number"),
        ("코프", "코프 2호점", "number"),
    ],
)
def test_a_contradiction_outweighs_all_likeness(left, right, against):
    assert MATCHER.match(left, right) == Match(0.0, against)


def test_parentheses_tell_two_names_apart():
    assert MATCHER.match("포틀랜드 시청(오리건)", "포틀랜드 시청(메인)") == Match(DOUBTFUL, "parenthesis")
    assert MATCHER.match("코프(이탈리아)", "코프 (스위스)").rule == "parenthesis"
    assert MATCHER.match("코프(이탈리아)", "코프(이탈리아)").score == 1
    assert MATCHER.match("라군아로(LagunAro)", "라군아로(상호공제회)").score == 1  # two scripts say no other thing


@pytest.mark.parametrize(
    ("whole", "branch"),
    [("레가코프", "레가코프 볼로냐"), ("Legacoop", "Legacoop Bologna"), ("퐁피두 센터", "퐁피두 센터 메스")],
)
def test_a_place_behind_a_name_makes_a_branch_which_a_person_decides(whole, branch):
    match = MATCHER.match(whole, branch)
    assert match.rule == "branch"
    assert DOUBTFUL <= match.score < SAME


def test_a_place_before_a_name_says_where_it_is():
    match = MATCHER.match("도쿄 국립서양미술관", "국립서양미술관")
    assert SAME <= match.score < MATCHER.match("몬드라곤 협동조합", "몬드라곤").score


@pytest.mark.parametrize(
    ("left", "right"),
    [("몬드라곤", "몬드라곤 대학교"), ("뮌헨 대학교", "뮌헨 공과대학교"), ("ONCE", "Fundación ONCE")],
)
def test_a_kind_or_topic_that_only_one_tells_leaves_it_open(left, right):
    assert DOUBTFUL <= MATCHER.match(left, right).score < SAME


def test_what_is_all_common_words_is_a_question_at_most():
    assert MATCHER.match("시청", "City Hall") == Match(DOUBTFUL, "translation")
    assert MATCHER.match("독일 연방고용청", "Bundesagentur für Arbeit").score < SAME


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("라군아로", "세구로스 라군아로"),
        ("레가코프 볼로냐", "레가코프 에밀리아로마냐"),
        ("Lagun-Aro EPSV", "Lagun Aro GBC"),
        ("몬드라곤", "볼로냐"),
        ("", "몬드라곤"),
        ("·", "·"),
    ],
)
def test_what_must_not_be_put_together(left, right):
    assert MATCHER.match(left, right).score < SAME


def test_without_words_and_places_names_are_compared_as_they_stand():
    nothing = Matcher(Authority({}, {}, {}, {}, {}, {}))
    assert nothing.match("빌바오 시청", "빌바오시청").score == 1
    assert nothing.match("몬드라곤", "Mondragon").rule == "sound"
    assert nothing.match("빌바오 시청", "Bilbao City Hall").score < SAME


def test_a_name_is_taken_apart():
    (core,) = MATCHER.cores("레가코프 볼로냐")
    assert (core.rest, core.proper, core.branch) == ("레가코프", "레가코프볼로냐", True)
    (core,) = MATCHER.cores("빌바오시청")
    assert (core.rest, core.proper, core.branch, core.kinds) == ("", "빌바오", False, {"city-hall"})
    (core,) = MATCHER.cores("프라운호퍼 ISE")
    assert core.latin == {"ise"}
    assert [core.key for core in MATCHER.cores("런던교통공사와의 업무협의")] == ["런던교통공사와의", "런던교통공사"]
    assert MATCHER.cores(" · ") == ()


@settings(max_examples=300)
@given(NAMES, NAMES)
def test_it_goes_both_ways(left, right):
    assert MATCHER.match(left, right).score == pytest.approx(MATCHER.match(right, left).score)


def test_it_goes_both_ways_for_every_pair_judged():
    told = [(MATCHER.match(p.left, p.right).score, MATCHER.match(p.right, p.left).score, p) for p in load_pairs()]
    assert [pair for one, other, pair in told if one != pytest.approx(other)] == []


@given(NAMES)
def test_a_name_is_like_itself(name):
    assert MATCHER.match(name, name) == (Match(1.0, "exact") if MATCHER.cores(name) else Match(0.0, "unlike"))


@given(st.text() | NAMES, st.text("()（）[]가나 시청주Aa1.·ㄱク\ud800", max_size=40) | NAMES)
@example("()", "()")
@example("주" * 500, "(" * 500)
def test_any_two_texts_will_do(left, right):
    match = MATCHER.match(left, right)
    assert 0 <= match.score <= 1
    assert match.rule


@pytest.mark.parametrize(
    ("left", "right", "country"),
    [
        ("독일 연방고용청", "Bundesagentur für Arbeit", "DE"),
        ("스웨덴 고용청", "Arbetsförmedlingen", "SE"),
        ("일본 농림수산성", "農林水産省", "JP"),
        ("오사카가스", "大阪ガス", "JP"),
        ("데자르댕 그룹 본부", "Mouvement Desjardins", "CA"),
        ("株式会社日立製作所", "日立製作所", "JP"),
        ("바르셀로나시", "Ajuntament de Barcelona", "ES"),
    ],
)
def test_common_words_mean_the_same_in_any_language(left, right, country):
    assert MATCHER.match(left, right, (country, country)).score >= SAME


def test_the_same_words_in_one_language_otherwise_are_two():
    belgium = ("BE", "BE")
    assert MATCHER.match("Université libre de Bruxelles", "Vrije Universiteit Brussel", belgium).score < SAME
    assert MATCHER.match("브뤼셀 자유대학교", "Université libre de Bruxelles", belgium).score >= SAME


def test_what_parentheses_add_in_one_script_tells_apart():
    assert MATCHER.match("Stadt Frankfurt (Oder)", "프랑크푸르트 시청", ("DE", "DE")).score < SAME
    assert MATCHER.match("레가코프(DRV)", "몬드라곤(DRV)").score < SAME


def test_what_other_names_of_an_institution_tell_a_name_may_tell():
    energy = frozenset({"energy"})
    assert MATCHER.match("호그벡 에너지포럼", "호그벡").score < SAME
    assert MATCHER.match("호그벡 에너지포럼", "호그벡", known=energy).score >= SAME


@pytest.mark.parametrize(
    ("left", "right", "country"),
    [
        ("독일 연방통계청", "Statistisches Bundesamt", "DE"),  # of a country's office it goes without saying
        ("네덜란드 인프라수자원관리부", "Ministry of Infrastructure and Water Management", "NL"),
        ("뉴욕시 도시계획국", "New York City Department of City Planning", "US"),  # a department may be a ministry
        ("노르웨이 석유에너지부", "Ministry of Petroleum and Energy", "NO"),  # no 지부
        ("도쿄도 환경국", "東京都環境局", "JP"),
        ("가나자와 21세기 미술관", "金沢21世紀美術館", "JP"),
        ("ILO 본부", "International Labour Organization", "CH"),
        ("바우하우스 데사우 재단", "Stiftung Bauhaus Dessau", "DE"),  # in 바우하우스, 하우스 is no common word
        ("하이델베르크대학", "하이델베르크 대학교", "DE"),
        ("막스플랑크 협회", "Max-Planck-Gesellschaft zur Förderung der Wissenschaften e. V.", "DE"),
        ("바르셀로나의 시청", "바르셀로나 시청", "ES"),
        ("리버풀 시의회", "리버풀 시청", "GB"),  # there the council governs
        ("독일 카리타스 중앙협회", "Deutscher Caritasverband", "DE"),
        ("우트레히트 대학교", "위트레흐트 대학교", "NL"),
    ],
)
def test_names_in_a_known_country_that_are_one(left, right, country):
    assert MATCHER.match(left, right, (country, country)).score >= SAME


@pytest.mark.parametrize(
    ("left", "right", "country"),
    [
        ("오사카부 경찰", "오사카시 경찰", "JP"),  # the prefecture's, the city's
        ("암스테르담 국립미술관", "암스테르담 시립미술관", "NL"),
        ("홍콩대학교", "The Chinese University of Hong Kong", "HK"),
        ("런던시청", "City of London Corporation", "GB"),
        ("독일 연방환경청", "Bundesamt für Naturschutz", "DE"),
        ("도쿄도청", "府中市役所(東京都)", "JP"),  # where it is, not which
        ("리옹 시의회", "리옹 시청", "FR"),
        ("스코틀랜드 정부", "소셜 엔터프라이즈 스코틀랜드", "GB"),
        ("독일 카리타스", "쾰른 카리타스", "DE"),
        ("함부르크 시청", "홈부르크 시청", "DE"),
        ("독일 협동조합·라이파이젠 연합회", "Deutscher Raiffeisenverband", "DE"),
        ("일본노동자협동조합연합회", "日本生活協同組合連合会", "JP"),
        ("코업그룹", "코업은행", "GB"),
    ],
)
def test_names_in_a_known_country_that_are_two(left, right, country):
    assert MATCHER.match(left, right, (country, country)).score < SAME


def test_an_office_that_one_alone_calls_so_is_asked_about():
    match = MATCHER.match("브뤼셀 환경청", "Brussels Environment", ("BE", "BE"))
    assert DOUBTFUL <= match.score < SAME
