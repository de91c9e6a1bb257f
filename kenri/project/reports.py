"""The reports of harvesting, linking and indexing in words for people."""

from __future__ import annotations

from collections.abc import Iterator

from kenri.records.reports import HarvestReport, IndexReport, LinkReport, Told
from kenri.vocab.text import Text


def harvest_lines(report: HarvestReport) -> Iterator[Text]:
    """The account on one line, then notes and the first rejections, each with cause and cure."""
    yield Text(
        f"{report.source}：読込 {report.read:,} ＝ 新規 {report.new:,} ＋ 変更 {report.changed:,}"
        f" ＋ 同一 {report.unchanged:,} ＋ 却下 {report.rejected:,}"
        f"（削除 {report.deleted:,}、対象外 {report.skipped:,}、{report.seconds:.1f} 秒）",
        f"{report.source}: read {report.read:,} = new {report.new:,} + changed {report.changed:,}"
        f" + unchanged {report.unchanged:,} + rejected {report.rejected:,}"
        f" (deleted {report.deleted:,}, not records {report.skipped:,}, {report.seconds:.1f} s)",
    )
    for note in report.notes:
        yield _indented(note, note.where)
    for rejection in report.rejections:
        yield _indented(rejection.problem, f"{rejection.part} {rejection.position}")
    if (more := report.rejected - len(report.rejections)) > 0:
        yield Text(f"  ほか {more:,} 件の却下", f"  and {more:,} more rejected")


def _indented(told: Told, where: str) -> Text:
    return Text(
        f"  {where}：{told.cause.ja}{told.cure.ja}" if where else f"  {told.cause.ja}{told.cure.ja}",
        f"  {where}: {told.cause.en} {told.cure.en}" if where else f"  {told.cause.en} {told.cure.en}",
    )


def link_lines(report: LinkReport) -> Iterator[Text]:
    """What was linked, in one line."""
    yield Text(
        f"名寄せ：レコード {report.records:,} 件 → 実体 {report.entities:,}"
        f"（リンク {report.links:,}、"
        f"統合 {report.merged:,}、分離 {report.split:,}、矛盾 {report.conflicts:,}、"
        f"{report.seconds:.1f} 秒）",
        f"linked {report.records:,} records: {report.entities:,} entities ({report.links:,} links,"
        f" {report.merged:,} merged, {report.split:,} split, {report.conflicts:,} conflicts,"
        f" {report.seconds:.1f} s)",
    )


def index_lines(report: IndexReport) -> Iterator[Text]:
    """What was indexed, in one line."""
    yield Text(
        f"索引：{report.documents:,} 件{'を作成' if report.rebuilt else 'を更新'}、"
        f"{report.removed:,} 件を除去（{report.version}、{report.seconds:.1f} 秒）",
        f"indexed {report.documents:,} {'anew' if report.rebuilt else 'changed'}, {report.removed:,} removed"
        f" ({report.version}, {report.seconds:.1f} s)",
    )
