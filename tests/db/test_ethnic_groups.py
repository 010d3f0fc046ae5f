"""The ethnic groups: one official name for every way in which people write it, and who counts as a minority."""

from __future__ import annotations

import sqlite3

import pytest

from db.ethnic_groups import is_unknown, kept_ethnic_group, minority_sql, official_names

WRITINGS = {
    "Kinh": "Kinh,kinh,KINH, Kinh ,Việt,VIỆT,Kinh (Việt),người Kinh,Dân tộc kinh",
    "Ê Đê": "Ê Đê,Êđê,Ê-đê,E-đê,Ê đê,ÊĐÊ,Rhade,Ede,rađê,dân tộc Ê đê",
    "Mnông": "Mnông,M'Nông,M’nông,M' Nông,Mnong",
    "Nùng": "Nùng,nung,NÙNG",
    "Ba Na": "Ba Na,Bana,ba-na,BANA,người BaNa",
    "Tày": "Tày,tay",
    "Mông": "H'Mông,Hmông,Mông,Mèo",
    "Gia Rai": "Gia Rai,Jrai,Gia-rai,Gia rai",
}


@pytest.mark.parametrize("name", WRITINGS)
def test_every_way_of_writing_a_group_is_kept_by_its_official_name(name):
    for text in WRITINGS[name].split(","):
        assert (kept_ethnic_group(text), is_unknown(text)) == (name, False), text


def test_there_are_54_groups_and_each_is_known_by_its_own_name():
    assert len(official_names()) == 54
    assert [kept_ethnic_group(name) for name in official_names()] == list(official_names())


@pytest.mark.parametrize("text", ["Kih", "Nam", "1952", "Nguyễn"])
def test_what_is_none_of_the_groups_stays_as_it_was_typed_and_is_unknown(text):
    assert (kept_ethnic_group(text), is_unknown(text)) == (text, True)


@pytest.mark.parametrize("text", [None, "", " ", "-", "?", "không rõ", "chưa rõ"])
def test_a_group_that_nobody_knows_is_none(text):
    assert (kept_ethnic_group(text), is_unknown(text)) == (None, False)


@pytest.mark.parametrize(
    ("text", "minority"),
    [
        *((text, False) for text in WRITINGS["Kinh"].split(",")),
        *((text, True) for text in ("Ê Đê", "Êđê", "Tày", "M'Nông", "Kih")),
        *((text, False) for text in ("", "-", "không rõ")),
    ],
)
def test_whoever_is_no_minority_is_not_counted_as_one_whatever_an_old_book_holds(text, minority):
    db = sqlite3.connect(":memory:")
    counted = db.execute(f"SELECT coalesce({minority_sql('t.x')}, 0) FROM (SELECT ? AS x) t", (text,)).fetchone()[0]
    db.close()
    assert bool(counted) == minority
