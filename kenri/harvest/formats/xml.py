"""Elements of XML as items: OAI-PMH and SRU pages, RSS, RDF/XML, any list of elements."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import msgspec
from lxml import etree

from kenri.harvest.archives import Member
from kenri.harvest.formats.reader import SAMPLE, Bad, Entry, Gone, Reader, missing_keys
from kenri.harvest.formats.xml_resuming import Progress
from kenri.harvest.source import Item, Shape, Xml
from kenri.vocab.problems import Problem

OAI = "{http://www.openarchives.org/OAI/2.0/}"
SRU = (
    "{http://www.loc.gov/zing/srw/}",
    "{http://docs.oasis-open.org/ns/search-ws/sruResponse}",
)
XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"

PAGE_SAMPLE = 10
"""How many items of a page are looked at where they are others than the shape's."""

_RECORDS = frozenset([f"{OAI}record", *(f"{namespace}record" for namespace in SRU)])
_ROOTS = frozenset([f"{OAI}OAI-PMH", *(f"{namespace}searchRetrieveResponse" for namespace in SRU)])


class Found(msgspec.Struct, frozen=True):
    """An element that is an item, with its OAI-PMH header."""

    element: Any
    header: dict[str, Any] = {}


class Elements:
    """The items of one XML file as elements, each to be used before the next is asked for."""

    def __init__(self, member: Member, wanted: frozenset[str]) -> None:
        self._member = member
        self._wanted = wanted
        self.page = False
        self.stopped: Problem | None = None

    def __iter__(self) -> Iterator[tuple[str, Found] | Bad | Gone]:
        self.stopped = None
        progress = Progress(self._member)
        stream: Any = progress.open()
        while stream is not None:
            with contextlib.closing(stream):
                try:
                    yield from self._found(stream, progress)
                    break
                except etree.XMLSyntaxError as error:
                    if not progress.number and b"<!ENTITY" in self._member.head():
                        raise Problem("xml_entities", self._member.where) from error
                    line, column = error.position
                    where = f"{self._member.where}, row {line}"
                    problem = Problem("bad_xml", where, error=error.msg or "", column=column)
            stream = None if self.page else progress.onward()
            if stream is None:
                self.stopped = problem
            else:
                progress.number += 1
                yield Bad(f"item {progress.number}", problem)
        if progress.guard is not None and progress.guard.broken is not None:
            self.stopped = progress.guard.broken

    def _found(self, stream: Any, progress: Progress) -> Iterator[tuple[str, Found] | Bad | Gone]:
        parsing = etree.iterparse(
            stream,
            events=("start", "end"),
            tag=(*_RECORDS, *self._wanted),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        looked = False
        for event, element in parsing:
            if not looked:
                self._look_at_root(element.getroottree().getroot())
                looked = True
            if event == "start":
                if progress.inside is None:
                    progress.start(element)
                else:
                    progress.nested()
                continue
            if element is not progress.inside:
                continue
            position = progress.end()
            if element.tag in _RECORDS:
                yield self._enveloped(element, position)
            else:
                yield position, _unwrapped(element, self._wanted)
            _forget(element)
        if not looked:
            self._look_at_root(parsing.root)

    def _look_at_root(self, root: Any) -> None:
        self.page = root.tag in _ROOTS
        if root.tag in ("html", "{http://www.w3.org/1999/xhtml}html"):
            raise Problem("html_instead", self._member.where)
        document = root.getroottree().docinfo.internalDTD
        if document is not None and any(True for _ in document.iterentities()):
            raise Problem("xml_entities", self._member.where)

    def _enveloped(self, record: Any, position: str) -> tuple[str, Found] | Bad | Gone:
        inside = {child.tag: child for child in reversed(record)}
        if record.tag == f"{OAI}record":
            header = inside.get(f"{OAI}header")
            if header is None:
                return Bad(position, Problem("no_metadata"), serialized(record))
            said = oai_header(header)
            if header.get("status") == "deleted":
                return Gone(position, said["@oai:identifier"])
            data = inside.get(f"{OAI}metadata")
        else:
            said = {}
            data = inside.get(record.tag.replace("}record", "}recordData"))
        item = None if data is None else self._payload(data)
        if item is None:
            return Bad(position, Problem("no_metadata"), serialized(record), said)
        if item.tag not in self._wanted:
            item = next((inner for inner in item.iter(*self._wanted)), item)
        if item.tag not in self._wanted:
            problem = Problem("wrong_element", found=str(item.tag), expected=", ".join(sorted(self._wanted)))
            return Bad(position, problem, serialized(record), said)
        return position, Found(item, said)

    def _payload(self, data: Any) -> Any:
        """The first element inside, or the one that is packed as a string."""
        for child in data:
            if isinstance(child.tag, str):
                return child
        text = (data.text or "").strip()
        if not text.startswith("<"):
            return None
        parser = etree.XMLParser(
            resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True
        )
        try:
            return etree.fromstring(text.encode(), parser)
        except (etree.XMLSyntaxError, ValueError):
            return None


class XmlReader:
    """One XML file in one shape."""

    fixed = False
    unit = ""

    def __init__(self, member: Member, shape: Shape) -> None:
        self.shape = shape
        form = cast(Xml, shape.format)
        self.notes: list[Problem] = []
        self._elements = Elements(member, frozenset([form.item]))
        self._names = Names(form.prefixes)
        keys: dict[str, None] = {}
        strange: dict[str, None] = {}
        self.empty = True
        for count, entry in enumerate(self.entries({})):
            if isinstance(entry, tuple):
                keys.update(dict.fromkeys(entry[1]))
                self.empty = False
            elif isinstance(entry, Bad) and entry.problem.code == "wrong_element":
                strange[str(entry.problem.values["found"])] = None
            # Of pages there are many, all alike: one item that has what the shape requires is enough.
            fits = bool(keys) and not missing_keys(shape, keys)
            others = bool(strange) and not keys and count >= PAGE_SAMPLE
            if count >= SAMPLE or (self._elements.page and (fits or others)):
                break
        self.page = self._elements.page
        self.columns = tuple(keys) or tuple(strange)
        self.missing = () if self.page and self.empty else missing_keys(shape, self.columns)
        if self.empty and (strange or not self.page):
            self.empty, self.missing = False, (form.item,)

    @property
    def broken(self) -> Problem | None:
        """Why the end of the file is not the end of the export."""
        return self._elements.stopped

    def entries(self, renames: Mapping[str, str]) -> Iterator[Entry]:
        """Read all items."""
        names = self.shape.aliases | dict(renames)
        for entry in self._elements:
            if not isinstance(entry, tuple):
                yield entry
                continue
            position, found = entry
            try:
                item = self._names.node(found.element)
            except Problem as problem:
                yield Bad(position, problem, serialized(found.element), found.header)
                continue
            if not item["text"]:
                del item["text"]
            item |= found.header
            for old in names.keys() & item.keys():
                item.setdefault(names[old], item.pop(old))
            yield position, item


class Names:
    """Elements as nodes, with the prefixes that a shape uses."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefix = {namespace: prefix for prefix, namespace in prefixes.items()}
        self._prefix[XML_NAMESPACE] = "xml"
        self._short: dict[str, str] = {}

    def node(self, element: Any) -> Item:
        """The element as a dict. Raises ``Problem('xml_entities')`` where it holds an unknown entity."""
        short = self._short
        text = element.text or ""
        node: Item = {"text": ""}
        for name, value in element.attrib.items():
            node["@" + (short.get(name) or self._shorten(name))] = value
        for child in element:
            tag = child.tag
            if not isinstance(tag, str):
                raise Problem("xml_entities")
            key = short.get(tag) or self._shorten(tag)
            if key in node:
                node[key].append(self.node(child))
            else:
                node[key] = [self.node(child)]
            if child.tail:
                text += child.tail
        node["text"] = text.strip()
        return node

    def _shorten(self, name: str) -> str:
        short = name
        if name.startswith("{"):
            namespace, _, local = name[1:].partition("}")
            if namespace in self._prefix:
                short = f"{self._prefix[namespace]}:{local}" if self._prefix[namespace] else local
        self._short[name] = short
        return short


def oai_header(header: Any, namespace: str = OAI) -> dict[str, Any]:
    """Identifier, datestamp and sets of an OAI-PMH header."""
    texts: dict[str, list[str]] = {}
    for child in header:
        texts.setdefault(child.tag, []).append((child.text or "").strip())
    return {
        "@oai:identifier": texts.get(f"{namespace}identifier", [""])[0],
        "@oai:datestamp": texts.get(f"{namespace}datestamp", [""])[0],
        "@oai:sets": texts.get(f"{namespace}setSpec", []),
    }


def _unwrapped(element: Any, wanted: frozenset[str]) -> Found:
    """An item outside of OAI-PMH pages; with its header where a tool saved the record without namespace.

    Where the wanted element is named ``record`` too, as in MARCXML, the item is the one inside.
    """
    metadata = element.find("metadata") if element.tag == "record" else element.getparent()
    if metadata is None or metadata.tag != "metadata":
        return Found(element)
    record = metadata.getparent()
    header = record.find("header") if record is not None and record.tag == "record" else None
    if header is None:
        return Found(element)
    inside = next(metadata.iterchildren(*wanted), element) if element is record else element
    return Found(inside, oai_header(header, ""))


def serialized(element: Any) -> bytes:
    """The element as XML, up to 64 KiB."""
    return etree.tostring(element)[: 1 << 16]


def xml_readers(member: Member, shapes: Sequence[Shape]) -> list[Reader]:
    """A reader for each shape that is XML. Raises ``Problem`` for HTML and where entities are declared.

    The items of a page are all of one kind, so shapes with other items are not tried once one has fitted.
    """
    readers: list[Reader] = []
    fitting = ""
    for shape in shapes:
        if isinstance(shape.format, Xml) and fitting in ("", shape.format.item):
            reader = XmlReader(member, shape)
            readers.append(reader)
            if reader.page and not reader.empty and not reader.missing:
                fitting = shape.format.item
    return readers


def _forget(element: Any) -> None:
    """Free the memory of an element that was read, and of those before it."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
