"""Verbs in a query: what they are made from, where that is a noun, and those that only ask."""

import re

# Endings of 하다, 되다 and 시키다 behind a noun: 매각하는지, 운영하나요, 참가한, 지원됩니까.
_MADE = re.compile(
    "([가-힣]{2,}?)"
    "(?:(?:하|되|시키)(?:는|던|고|며|면|여|기|나|나요|는지|는가|는데|러|려고|려면|도록|지|면서|였던|였나|였는지)(?:요)?"
    "|(?:한|할|된|될|시킨|시킬)(?:지|가|까|까요|다|다면)?"
    "|(?:했|됐|하였|되었|시켰)(?:던|나|나요|는지|는가|다|습니까|습니다|을까|을까요|어요)"
    "|(?:합|됩|시킵)(?:니까|니다)|(?:해|돼|하여|되어)(?:서|요|야|야만)?)"
)
# What ends a sentence or a question: 있습니까, 알려면, 어땠는지, 배울까요, 갔지, 몇 건인가요.
_ENDED = re.compile(
    ".*(?:니까|니다|나요|까요|는지|은지|을지|던지|(?:는|은|던|인)가요?|인지|어요|아요|예요|에요|네요|세요|지요|죠|어때요?"
    "|[려아어여와워해켜춰눠꿔]주는|[갔겠났됐랐렀봤섰었았였왔웠졌했있없](?:나|니|냐|지|어|대|던|던데|다는데|는데|을까)|려면|려고|싶은|싶다|싶은데|싶어)"
)


def noun_of(word: str) -> str | None:
    """The noun of two or more syllables that a verb is made from: 매각하는지 → 매각; None where there is none."""
    made = _MADE.fullmatch(word)
    return made[1] if made else None


def only_asks(word: str) -> bool:
    """Whether a word ends as sentences and questions do, and says nothing itself: 있습니까, 어땠는지, 돕는."""
    return noun_of(word) is None and (_ENDED.fullmatch(word) is not None or _is_doing(word))


def _is_doing(word: str) -> bool:
    """Whether a word is a verb before a noun: behind a consonant 는 is no particle."""
    return len(word) > 1 and word[-1] == "는" and "가" <= word[-2] <= "힣" and (ord(word[-2]) - ord("가")) % 28 > 0
