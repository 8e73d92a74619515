"""The press: each paper once, beside other work, and never again where the cache holds it."""

import threading
from pathlib import Path

import pytest

from torikumi.publish.build_cache import BuildCache
from torikumi.publish.typeset.engine import Paper, TemplateError, Typeset, typeset
from torikumi.publish.typeset.press import Press

TEMPLATE = '#let data = json(bytes(sys.inputs.data))\n#set document(title: "題")\n= #data.words'


def paper(words: str) -> Paper:
    return Paper(template=TEMPLATE, data={"words": words})


class Counting:
    """Sets papers as the typesetter does, and remembers which."""

    def __init__(self) -> None:
        self.words: list[object] = []
        self.threads: set[int] = set()

    def __call__(self, one: Paper) -> Typeset:
        self.words.append(one.data["words"])
        self.threads.add(threading.get_ident())
        return typeset(one)


def test_a_paper_is_the_same_however_it_was_set(tmp_path: Path) -> None:
    alone = typeset(paper("ひとつ\U0001f600"))
    cache = BuildCache(tmp_path / "cache.sqlite3")
    press = Press(cache)
    press.begin([paper("ひとつ\U0001f600")])
    ahead, again = press.paper(paper("ひとつ\U0001f600")), Press(cache).paper(paper("ひとつ\U0001f600"))
    assert alone == ahead == again
    assert again.replaced == ("\U0001f600",)


def test_what_is_begun_is_set_once_and_beside_the_work(tmp_path: Path) -> None:
    counting = Counting()
    press = Press(BuildCache(tmp_path / "cache.sqlite3"), set_one=counting)
    press.begin([paper("一"), paper("二"), paper("一")])
    assert [press.paper(paper(words)).octets[:5] for words in ("一", "二", "一")] == [b"%PDF-"] * 3
    assert sorted(map(str, counting.words)) == ["一", "二"]
    assert threading.get_ident() not in counting.threads


def test_only_the_paper_that_changed_is_set_again(tmp_path: Path) -> None:
    first, second = Counting(), Counting()
    cache = BuildCache(tmp_path / "cache.sqlite3")
    for words in ("一", "二"):
        Press(cache, set_one=first).paper(paper(words))
    cache.close()
    press = Press(BuildCache(tmp_path / "cache.sqlite3"), set_one=second)
    press.begin([paper("一"), paper("三")])
    for words in ("一", "三"):
        press.paper(paper(words))
    assert second.words == ["三"]


def test_without_a_cache_each_paper_is_set_when_it_is_asked_for() -> None:
    counting = Counting()
    press = Press(BuildCache(), set_one=counting)
    press.paper(paper("一"))
    press.begin([paper("二")])
    press.paper(paper("二"))
    assert counting.words == ["一", "二"]


def test_a_wrong_template_is_told_where_the_paper_is_asked_for(tmp_path: Path) -> None:
    press = Press(BuildCache(tmp_path / "cache.sqlite3"))
    wrong = Paper(template="#nothing-like-this", data={"words": ""})
    press.begin([wrong])
    with pytest.raises(TemplateError):
        press.paper(wrong)
    press.close()
