"""Threaded comments: where a cell has a thread, newer Excel shows that alone, and our words go in as a reply.

A thread is kept twice: in ``threadedCommentN.xml``, with its author in a list of persons that belongs to the
workbook, and as a placeholder among the old comments (comments.py) for programs that know no threads.
"""

from __future__ import annotations

import uuid

from lxml import etree

from iku_excel.package.a1 import a1
from iku_excel.package.edit import Element, Package

AUTHOR = "iku-excel"

_SPACE = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_PERSON = "http://schemas.microsoft.com/office/2017/10/relationships/person"
_PERSONS_TYPE = "application/vnd.ms-excel.person+xml"
_OURS = uuid.UUID("8f1f4b3e-6f0a-5c1d-9d55-3a1f0f6e2b7c")  # chosen once; the same words get the same identifiers
_MOMENT = "2000-01-01T00:00:00.00"  # the clock must not reach the bytes


def reply(package: Package, part: str, row: int, col: int, text: str) -> None:
    """Add our words to the thread of a cell, if it has one."""
    for _, name in list(package.related(part, "threadedComment")):
        root = package.tree(name)
        thread = [item for item in root if item.get("ref") == a1(row, col)]
        if not thread:
            continue
        first = thread[0]
        item = etree.Element(_tag("threadedComment"))
        item.set("ref", a1(row, col))
        item.set("dT", max([_MOMENT, *(other.get("dT") or "" for other in thread)]))  # the last of the thread
        item.set("personId", _person(package))
        item.set("id", _identifier(f"{part}!{a1(row, col)}\n{text}"))
        item.set("parentId", first.get("parentId") or first.get("id") or "")
        etree.SubElement(item, _tag("text")).text = text
        thread[-1].addnext(item)
        return


def remove(package: Package, part: str) -> None:
    """Take our replies out of the threads of a worksheet."""
    for _, name in list(package.related(part, "threadedComment")):
        root = package.tree(name)
        for item in list(root):
            if item.get("personId") == _identifier(AUTHOR):
                root.remove(item)


def _person(package: Package) -> str:
    """Return our identifier among the persons of a workbook, where it is entered if need be."""
    known = next((name for _, name in package.related(package.workbook, "person")), "")
    if not known:
        known = package.unused("xl/persons/person{}.xml")
        package.add(known, f'<personList xmlns="{_SPACE}"/>'.encode(), _PERSONS_TYPE)
        package.relate(package.workbook, _PERSON, known)
    persons: Element = package.tree(known)
    if all(item.get("id") != _identifier(AUTHOR) for item in persons):
        item = etree.SubElement(persons, _tag("person"))
        for key, value in (("displayName", AUTHOR), ("id", _identifier(AUTHOR)), ("userId", AUTHOR)):
            item.set(key, value)
        item.set("providerId", "None")
    return _identifier(AUTHOR)


def _tag(name: str) -> str:
    return f"{{{_SPACE}}}{name}"


def _identifier(text: str) -> str:
    return f"{{{uuid.uuid5(_OURS, text)}}}".upper()
