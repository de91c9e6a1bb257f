"""What a product says of rights: licences, copyright statements, and where the publisher may sell."""

from __future__ import annotations

from collections.abc import Iterable

from kenri.harvest.declared import declared
from kenri.sources.onix.codes import CODES
from kenri.sources.onix.nodes import Node, child, children, first_text, text_of
from kenri.vocab.dates import year_date
from kenri.vocab.rights import Claim, Statement


def rights(detail: Node, publishing: Node) -> tuple[tuple[Statement, ...], tuple[Claim, ...]]:
    """The statements as they are written, and who claims what by them."""
    statements = dict.fromkeys(_licences(detail))
    claims: dict[Claim, None] = {}
    for told in children(publishing, "CopyrightStatement"):
        line, claimed = _copyright(told)
        statements[Statement(line)] = None
        claims.update(dict.fromkeys(claimed))
    claims.update(dict.fromkeys(_sales_rights(publishing)))
    return tuple(statements), tuple(claims)


def _licences(detail: Node) -> Iterable[Statement]:
    for licence in children(detail, "EpubLicense"):
        name = first_text(licence, "EpubLicenseName")
        expressions = children(licence, "EpubLicenseExpression")
        links = (first_text(expression, "EpubLicenseExpressionLink") for expression in expressions)
        link = next(filter(None, links), "")
        if name or link:
            yield declared(name, link)


def _copyright(told: Node) -> tuple[str, list[Claim]]:
    """The line that is printed in a book (© 2020 A, B), and the claim of each owner."""
    years = [text_of(year) for year in children(told, "CopyrightYear")]
    owners = [
        name
        for owner in children(told, "CopyrightOwner")
        if (name := first_text(owner, "PersonName") or first_text(owner, "CorporateName"))
    ]
    sign, right = (
        ("℗", "phonogram_producers") if first_text(told, "CopyrightType") == "P" else ("©", "copyright")
    )
    line = " ".join(part for part in (sign, ", ".join(years), ", ".join(owners)) if part)
    begins = year_date(int(years[0][:4])) if years and years[0][:4].isdigit() else None
    return line, [Claim(owner, right, begins=begins, basis=line) for owner in owners]


def _sales_rights(publishing: Node) -> Iterable[Claim]:
    """Where the publisher says that it may sell; territories in which it may not are not claimed."""
    names = (first_text(publisher, "PublisherName") for publisher in children(publishing, "Publisher"))
    publisher = next(filter(None, names), "")
    for told in children(publishing, "SalesRights"):
        kind = first_text(told, "SalesRightsType")
        if publisher and kind in CODES.sales_rights:
            yield Claim(
                publisher,
                "publication",
                territory=_territory(child(told, "Territory")),
                basis=f"SalesRightsType {kind}: {CODES.sales_rights[kind]}",
            )


def _territory(node: Node) -> str:
    included, excluded = (
        " ".join(filter(None, (first_text(node, f"{places}{how}") for places in ("Countries", "Regions"))))
        for how in ("Included", "Excluded")
    )
    return f"{included} except {excluded}" if excluded else included
