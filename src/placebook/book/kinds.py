"""What a place book holds a folder of files of: each kind with its folder, and the reader of one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from placebook.book.asks import FOLDER as ASKS
from placebook.book.asks import read_ask
from placebook.book.assessment_files import FOLDER as ASSESSMENTS
from placebook.book.assessment_files import read_assessment_yaml
from placebook.book.carbon import read_carbon_plan
from placebook.book.cases import FOLDER as CASES
from placebook.book.cases import read_cases
from placebook.book.decisions import FOLDER as DECISIONS
from placebook.book.decisions import read_decision
from placebook.book.evidence_log import FOLDER as EVIDENCE_LOG
from placebook.book.evidence_log import read_log_entry
from placebook.book.frameworks import read_framework
from placebook.book.portraits import FOLDER as PORTRAITS
from placebook.book.portraits import read_portrait
from placebook.book.recipes import read_recipe
from placebook.book.register_entries import FOLDER as REGISTER
from placebook.book.register_entries import read_entry_yaml
from placebook.book.scrutiny import FOLDER as SCRUTINY
from placebook.book.scrutiny import read_scrutiny
from placebook.book.social_value import FOLDER as SOCIAL_VALUE
from placebook.book.social_value import read_contract
from placebook.book.software import FOLDER as SOFTWARE
from placebook.book.software import read_application
from placebook.book.sources import read_source

KINDS: Mapping[str, tuple[str, Callable[[Path], Any]]] = {
    "sources": ("sources", read_source),
    "recipes": ("recipes", read_recipe),
    "frameworks": ("frameworks", read_framework),
    "portraits": (PORTRAITS, read_portrait),
    "portrait_sources": (f"{PORTRAITS}/sources", read_source),
    "carbon": ("carbon", read_carbon_plan),
    "cases": (CASES, read_cases),
    "scrutinies": (SCRUTINY, read_scrutiny),
    "entries": (REGISTER, read_entry_yaml),
    "software": (SOFTWARE, read_application),
    "contracts": (SOCIAL_VALUE, read_contract),
    "assessments": (ASSESSMENTS, read_assessment_yaml),
    "decisions": (DECISIONS, read_decision),
    "asks": (ASKS, read_ask),
    "evidence_log": (EVIDENCE_LOG, read_log_entry),
}
