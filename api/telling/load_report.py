"""What became of a load, as JSON: counts, and where and why rows were refused; never what stood in them."""

from dataclasses import asdict
from typing import Any

from ingest.load import Report
from ingest.records import Refusal

MOST = 1000
"""Refusals that are told; the rest are counted."""
_COUNTS = ("read", "kept", "unchanged", "retired", "refused", "cells_left_out")


def load_object(report: Report, source: str, *, dry_run: bool) -> dict[str, Any]:
    """One object. Nothing in it tells what other sources hold."""
    return {
        "source": source,
        "load": report.load.number if report.load else None,
        "dry_run": dry_run,
        **{count: report.total(count) for count in _COUNTS},
        "files": [asdict(file) for file in report.files if file.read or file.retired],
        "refusals": [_refusal(one) for one in report.refusals[:MOST]],
        "refusals_not_told": max(0, len(report.refusals) - MOST),
        "remarks": report.remarks,
    }


def _refusal(one: Refusal) -> dict[str, Any]:
    where = {"file": one.file, "line": one.line, "column": one.column or None}
    return where | {"refused": "cell" if one.cell_only else "row", "reason": one.reason}
