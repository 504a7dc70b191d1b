"""Names by their sound, in Hangul, Latin and kana: 몬드라곤 and Mondragon share the key "montrakon".

A key is what Hangul keeps of a foreign name: voice and aspiration are lost (ㄱ ㅋ ㄲ → k), l and r are one (r),
j, z and ch are one (c), ㅡ is silent, w and y are the vowels u and i. Hangul has one such reading. A Latin name has
one a language, since nobody knows in which it was spelt: George is read "ceorce", "heorhe", "korke" and so on.
Exonyms (빈, Wien) and acronyms have no common sound; they need names on record.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import product

from rapidfuzz.distance import Levenshtein

from search.hangul import SYLLABLES, fold, squeeze

_FEWEST_SYLLABLES = 3  # of a word that is told by all but a vowel
_FEWEST_CONSONANTS = 3  # of a word that is told by them
MAX_LETTERS = 64  # of a name; what follows is not heard

# Hangul: the sounds of initials, vowels and finals in the order of Unicode ("-" is silent).
_INITIALS = "k k n t t r m p p s s - c c c k t p h"
_VOWELS = "a e ia ie o e io ie o ua ue oe io u uo ue ui iu - i i"
_FINALS = "- k k k n n n t r k m p r r p r m p p t t n c c k t p t"

# Before reading, letters in a special place get a sign of their own, so that the tables need no conditions:
# C G soft (before e, i, y), A I O U long (before consonant and final e), E final, R N M before no vowel,
# ř final, ſ between vowels, ş initial before a vowel, D P S T X Z final.
_PLACES = re.compile(
    r"(?P<soft>[cg](?=[eiy]))"
    r"|(?P<long>[aiou](?=[^aeiouywhr\W]e\b))"
    r"|(?P<last>e(?=s?\b)|[dpstxz]\b)"
    r"|(?P<N>(?<=[eiu])n(?![aeiouynmhg]))"
    r"|(?P<M>(?<=[ei])m(?![aeiouynmhbp]\B))"
    r"|(?P<ř>r\b)"
    r"|(?P<R>r(?![aeiouyrh]))"
    r"|(?P<ſ>(?<=[aeiouy])s(?=[aeiouy]))"
    r"|(?P<ş>\bs(?=[aeiouy]))"
)
# Letters that folding would make less than they say.
_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ø": "oe", "ü": "ue", "å": "o", "č": "ch", "š": "sh", "ž": "zh", "ś": "sh", "ć": "ch"}
    | {"ş": "sh", "ș": "sh", "ț": "ts", "ñ": "ny", "ń": "n", "ł": "w", "ŏ": "eo", "ŭ": "eu", "ß": "ss", "ő": "oe"}
    | {"ű": "ue", "ç": "s", "ż": "zh", "ź": "zh", "ř": "rz", "’": "'", "ğ": "", "ă": "o", "ī": "i", "ų": "u"}
)
_CLOSED_E = re.compile(r"é(?=e?s?\b)")  # a final é sounds in every language; the plain final e does not

_COMMON = """
    a=a b=p c=k d=t e=e f=p g=k h=h i=i j=c k=k l=r m=m n=n o=o p=p q=k r=r s=s t=t u=u v=p w=u x=ks y=i z=c A=a C=s
    D=t E=e G=k I=i O=o P=p R=r S=s T=t U=u X=ks Z=c ř=r ſ=s ş=s N=n M=m nga=nka ngo=nko ngu=nku ck=k ph=p qu=k sh=s
    ch=c th=t ng=n nk=nk tz=c ts=c tx=c zh=c kh=h dj=c dz=c sch=s tch=c eh=e gh=k rh=r
"""
# What a language reads otherwise. A spelling that only another language knows is read by its pieces (sch = s + ch).
_LANGUAGES = {
    "Spanish, Basque": "j=h G=h ll=i h= z=s Z=s gu=ku ny=ni x=s hu=u",
    "Catalan, Portuguese": "G=c ll=r ny=ni nh=ni lh=r h= z=s Z=s x=s ix=s ig=c tg=c ch=s ſ=c ao=an",
    "Italian": "C=c ch=k G=c gn=ni gl=r gli=ri sC=s sch=sk zz=c qu=ku h= ci=c gi=c cC=c gG=c",
    "French": """
        ou=u oi=ua eau=o au=o ai=e ei=e eu=oe oeu=oe u=ui ch=s G=c gn=ni h= gu=k ill=i ille=i ll=r E= ES= D= T=
        S= X= P= Z= tS= dS= pS= eZ=e eř=e eT=e auX=o eauX=o aiN=en iN=en iM=en eN=an eM=an uN=en ieN=ien eiN=en
        oiN=uen ſ=c sT= tZ=c ieRS=ie eRS=e oy=ua ay=e ville=pir tion=sion gG=kc
    """,
    "German": "ch=h w=p ei=ai ai=ai ie=i eu=oi aeu=oi ue=ui oe=oe ae=e j=i qu=kp ſ=c ş=c eř=o y=ui",
    "Dutch": """
        ij=ei ui=aui oe=u oE=u ou=au eu=oe uu=ui ee=ei oo=o aa=a sch=sh ch=h g=h G=h w=p j=i E=o en=on eř=or u=ui ie=i
        y=ei ae=a
    """,
    "Scandinavian": """
        j=i aa=o oe=oe ae=e ue=ui y=ui kj=c sj=s sk=sk G=i gj=i hj=i hv=p w=p z=s goe=ie koe=se berg=peri borg=pori
    """,
    "English": """
        a=e A=ei I=ai U=iu E= ES=s ee=i ea=i oo=u ou=au ow=o aw=o au=o ai=ei ay=ei ey=i oa=o ie=i oi=oi oy=oi igh=ai
        ight=ait eigh=ei th=s G=c wh=hu u=o R= ř= er=o eř=o eR=o eoR=o eaR=io ir=o iR=o ur=o uR=o ar=ar aR=a or=or
        oR=o ton=ton ville=pir burg=pok burgh=pok bury=pori ford=pot field=pirt land=rent ham=om wood=ut borough=poro
        son=son ster=sto tion=son sion=con qu=ku dge=c kn=n wr=r gh= al=or all=or ew=iu ue=iu
    """,
    "English, other vowels": """
        A=ei I=ai E= ES=s ee=i ea=i oo=u ou=u ow=au ai=ei ay=ei ey=i oa=o ie=i oi=oi oy=oi i=ai ſ=c kh=k wh=u R= ř=
        er=o eř=o eR=o ir=o iR=o ur=o uR=o ar=a aR=a or=o oR=o e=i ton=ton ham=hem wood=ut qu=ku kn=n
    """,
    "Slavic": """
        w=p j=i c=c C=c sz=s cz=c rz=c ch=h cs=c gy=c zs=c ny=ni shch=s ya=ia ye=ie yo=io yu=iu yy=i iy=i ie=ie ky=ki
    """,
    "Chinese": """
        q=c x=s c=c C=c ong=un ui=uei ian=ien yan=ien yuan=uien si=s zi=c ci=c shi=s zhi=c chi=c ri=r e=o eng=on E=o
        en=en xu=sui ju=cui qu=cui yu=ui you=iu xia=sa xiao=sao jia=ca jiao=cao qia=ca qiao=cao jiang=can xiang=san
        qiang=can xiong=sun jiong=cun qiong=cun shu=su
    """,
    "Japanese, Korean": "tsu=s su=s zu=c fu=hu shi=si chi=ci eo=o eu= ae=ae ou=o oo=o uu=u gy=ki",
}

# Kana as Korean writes them: ス, ツ and ズ with ㅡ, long vowels short.
_KANA = """
        ア=a イ=i ウ=u エ=e オ=o カ=ka キ=ki ク=ku ケ=ke コ=ko サ=sa シ=si ス=s セ=se ソ=so タ=ta
    チ=ci ツ=s テ=te ト=to     ナ=na ニ=ni ヌ=nu ネ=ne ノ=no ハ=ha ヒ=hi フ=hu ヘ=he ホ=ho マ=ma
    ミ=mi ム=mu メ=me モ=mo ヤ=ia ユ=iu ヨ=io ラ=ra     リ=ri ル=ru レ=re ロ=ro ワ=ua ヲ=o ン=n
    ガ=ka ギ=ki グ=ku ゲ=ke ゴ=ko ザ=ca ジ=ci ズ=c ゼ=ce ゾ=co ダ=ta ヂ=ci ヅ=c     デ=te ド=to
    バ=pa ビ=pi ブ=pu ベ=pe ボ=po パ=pa ピ=pi プ=pu ペ=pe ポ=po ヴ=pu ァ=a ィ=i ゥ=u ェ=e ォ=o ャ=a
    ュ=u ョ=o     ッ= ー= シャ=sa シュ=su ショ=so シェ=se ジャ=ca ジュ=cu ジョ=co ジェ=ce チャ=ca チュ=cu
    チョ=co チェ=ce ファ=pa フィ=pi フェ=pe     フォ=po ヴァ=pa ヴィ=pi ヴェ=pe ヴォ=po ティ=ti ディ=ti エフ=ep
"""


def _table(row: str) -> dict[str, str]:
    """A row "sch=s h=" → a table from spelling to sound."""
    return {spelling: sound for spelling, _, sound in (pair.partition("=") for pair in row.split())}


def _longest_first(spellings: Iterable[str]) -> str:
    """A regular expression for any of the spellings, the longest that fits."""
    return "|".join(sorted(map(re.escape, spellings), key=lambda one: (-len(one), one)))


def _complete(own: dict[str, str], common: dict[str, str], spellings: Iterable[str]) -> dict[str, str]:
    """The table of a language for all spellings: its own, else the common one, else read by its pieces."""
    known = common | own
    pieces = re.compile(_longest_first(known))

    def sound(spelling: str) -> str:
        if spelling in known:
            return known[spelling]
        return "".join(known[piece] for piece in pieces.findall(spelling))

    return {spelling: sound(spelling) for spelling in spellings}


def _syllables() -> dict[int, str]:
    """Every Hangul syllable and its sound; after s and c, Hangul hears no y (쇼 is 소)."""
    sounds = ["".join(parts).replace("-", "") for parts in product(_INITIALS.split(), _VOWELS.split(), _FINALS.split())]
    return {0xAC00 + place: re.sub("(?<=^[sc])i(?=[aeou])", "", sound) for place, sound in enumerate(sounds)}


_BASE = _table(_COMMON)
_OWN = [_table(row) for row in _LANGUAGES.values()]
_SPELLINGS = sorted({spelling for table in (_BASE, *_OWN) for spelling in table})
_READINGS = [_complete(own, _BASE, _SPELLINGS) for own in _OWN]
_BY_LANGUAGE = dict(zip(_LANGUAGES, _READINGS, strict=True))
_MORAE = _table(_KANA)
# Lone jamo are folded to those of U+1100 and after.
_LONE = {
    first + place: sound.strip("-")
    for first, row in ((0x1100, _INITIALS), (0x1161, _VOWELS), (0x11A7, _FINALS))
    for place, sound in enumerate(row.split())
}
_HANGUL = _syllables() | _LONE

_HIRAGANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_RUN = re.compile(f"((?:([{SYLLABLES}])[{SYLLABLES}]*)|[^{SYLLABLES}]+)")
_MORA = re.compile(_longest_first(_MORAE))
_SPELLING = re.compile(f"{_longest_first(_SPELLINGS)}|[^\\W_]")
_TWICE = re.compile(r"([^\W\d])\1+")
_BREATH = re.compile("(?<=[aeiou])h(?=[aeiou])")
_WAVERING = str.maketrans("ah", "ek", "iu")
_VOWEL_BYTES = b"aeiou"  # bytes are taken out in a hundredth of the time that characters take


def _mark(match: re.Match[str]) -> str:
    """The sign of a letter in a special place."""
    place = match.lastgroup or ""
    return place if len(place) == 1 else match[0].upper()


def _heard(run: str) -> str:
    """A run of Hangul and kana by its sound, the same in every language; han stay."""
    return _MORA.sub(lambda mora: _MORAE[mora[0]], run.translate(_HANGUL))


def _read(text: str) -> list[str]:
    """A folded text in letters → its reading in each language."""
    spellings = _SPELLING.findall(_PLACES.sub(_mark, text))
    return ["".join([reading.get(spelling, spelling) for spelling in spellings]) for reading in _READINGS]


def spelt_out(text: str) -> str:
    """Text in small letters, with what some accents say spelt out: č as ch, ö as oe."""
    return unicodedata.normalize("NFC", text.lower()).translate(_LETTERS)


def _plain(text: str) -> str:
    """Text folded, with what its accents say spelt out: č as ch, hiragana as katakana."""
    composed = unicodedata.normalize("NFC", text[:MAX_LETTERS].lower())
    return fold(spelt_out(_CLOSED_E.sub("eh", composed)))[:MAX_LETTERS].translate(_HIRAGANA)


@lru_cache(maxsize=2**14)
def sounds(text: str) -> tuple[str, ...]:
    """The keys of a name by its sound, the one most languages agree on first; () if it has none."""
    runs = _RUN.findall(squeeze(_plain(text)))
    readings = [[_heard(run)] * len(_READINGS) if is_syllables else _read(run) for run, is_syllables in runs]
    keys = Counter(_TWICE.sub(r"\1", " ".join(map("".join, zip(*readings, strict=True)))).split())
    return tuple(key for key, _ in keys.most_common())


def _hissed(key: str) -> str:
    """A key in which 트스 and ㅅㅈ are the one sound that they are heard as: 꾸트사 is 쿠차, 렛지오 is 레지오."""
    return key.replace("ts", "c").replace("tc", "c")


def sound_in(text: str, language: str) -> str:
    """The key of Latin text by its sound in one language of those in the tables; raises KeyError for another."""
    spellings = _SPELLING.findall(_PLACES.sub(_mark, _plain(text)))
    reading = _BY_LANGUAGE[language]
    return _TWICE.sub(r"\1", "".join(reading.get(spelling, spelling) for spelling in spellings))


def consonants(key: str) -> str:
    """A key without its vowels; what is most alike between languages."""
    return key.encode("utf-8", "surrogatepass").translate(None, _VOWEL_BYTES).decode("utf-8", "surrogatepass")


def alike(one: str, other: str) -> float:
    """How alike two names sound, 0–1: half of it by consonants alone, at best over their keys."""
    return max((_similarity(*a, *b) for a, b in product(_heard_keys(one), _heard_keys(other))), default=0.0)


@lru_cache(maxsize=2**14)
def _heard_keys(text: str) -> tuple[tuple[str, str], ...]:
    """The keys of a name as they are compared, each once and with its consonants."""
    return tuple((key, consonants(key)) for key in dict.fromkeys(map(_hissed, sounds(text))))


def misheard(one: str, other: str) -> bool:
    """Whether two Hangul words are one that was heard otherwise: ㅗ for ㅜ, or a vowel more within (루부르, 루브르)."""
    if min(len(one), len(other)) < _FEWEST_SYLLABLES:
        return False
    short, long = sorted((_one_back_vowel(one), _one_back_vowel(other)), key=len)
    if short == long or _turned(short, long):
        return True
    within = range(1, len(long) - 1)
    return len(long) == len(short) + 1 and any(
        long[place] in "aeiou" and long[:place] + long[place + 1 :] == short for place in within
    )


def other_vowels(one: str, other: str, fewest: int = _FEWEST_CONSONANTS) -> bool:
    """Whether two Hangul words differ in no more than the sounds that are most often taken for others.

    These are 애 for 아, 우, 위, 이 and 으 for each other, ㅎ for ㄱ, and ㅎ or none between vowels:
    글래스고 글라스고우, 위트레흐트 우트레히트. fewest: consonants they have to have.
    """
    if min(len(one), len(other)) < _FEWEST_SYLLABLES:
        return False
    a, b = next(iter(sounds(one)), ""), next(iter(sounds(other)), "")
    readings = [(a, b), (_BREATH.sub("", a), _BREATH.sub("", b))]
    heard = [(x.translate(_WAVERING), y.translate(_WAVERING)) for x, y in readings]
    return any(x == y and len(consonants(x)) >= fewest for x, y in heard)


def _turned(one: str, other: str) -> bool:
    """Whether two keys differ in a vowel and the r beside it: 부르, 브루."""
    places = [place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    return len(one) == len(other) and len(places) == 2 and _beside_r(one, other, *places)


def _beside_r(one: str, other: str, first: int, second: int) -> bool:
    pair = one[first] + one[second]
    return second == first + 1 and "r" in pair and pair == other[second] + other[first]


def _one_back_vowel(word: str) -> str:
    return _hissed(next(iter(sounds(word)), "")).replace("u", "o")


def _similarity(a: str, consonants_of_a: str, b: str, consonants_of_b: str) -> float:
    """How alike two keys are, 0–1."""
    by_consonants = Levenshtein.normalized_similarity(consonants_of_a, consonants_of_b)
    return (by_consonants + Levenshtein.normalized_similarity(a, b)) / 2
