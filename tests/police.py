"""A place book whose records are the police files of ../shared/data, as a person would describe them."""

from __future__ import annotations

import json
from pathlib import Path

from lookups import end, put_lookup

BURGLARIES = """\
records: burglaries
title: Burglaries recorded by the police
publisher: Metropolitan Police Service, through data.police.uk
licence: OGL-UK-3.0
url: https://data.police.uk/
files: [{police}/barking_dagenham_burglary_street_records.csv]
columns:
  id: Crime ID
  date: Month
  longitude: Longitude
  latitude: Latitude
  small_area: LSOA code
  category: Crime type
ignore: [Reported by, Falls within, Location, LSOA name, Last outcome category, Context]
period: month
categories: {{burglary: Burglary}}
place:
  area_kind: ward
  year: {year}
  by:
    - point: {{boundaries: {boundaries}, code: {code}}}
"""
KEEP = """\
keep:
  area_kind: LSOA
  year: 2011
  by:
    - lookup: {{column: small_area, name: lsoa-2011}}
    - lookup: {{column: small_area, name: lsoa-2021-to-2011}}
"""
CENSUSES = 'ignore: ["*_name", change_code, lsoa11_code, lsoa21_code, ltla22_code]\n'
HERE = CENSUSES + "where: {ltla22_code: E09000002}\n"
OF_2011, OF_2021 = end("LSOA", 2011, "lsoa11_code"), end("LSOA", 2021, "lsoa21_code")
LOOKUPS = {  # name: from, to, and which rows
    "lsoa-2011": (OF_2011, OF_2011, HERE),
    "lsoa-2021-to-2011": (OF_2021, OF_2011, HERE),
    "lsoa-2011-to-district-2022": (OF_2011, end("district", 2022, "ltla22_code"), CENSUSES),
}
SEARCHES = """\
records: searches
title: Stop and searches
publisher: Metropolitan Police Service, through data.police.uk
licence: OGL-UK-3.0
url: https://data.police.uk/
files: [{police}/barking_dagenham_stop_search_records.csv]
columns: {{date: Date, longitude: Longitude, latitude: Latitude, area: GSS_CODE, category: Type}}
zone: Europe/London
ignore:
  - Part of a policing operation
  - Policing operation
  - Gender
  - Age range
  - "*ethnicity"
  - Legislation
  - Object of search
  - Outcome*
  - Removal of more than just outer clothing
  - src_month
  - NAME
period: month
categories: {{person: [Person search, Person and Vehicle search], vehicle: Vehicle search}}
place:
  area_kind: ward
  year: 2018
  by:
    - point: {{boundaries: {boundaries}, code: {code}}}
"""
OLD, NEW = ("wards.geojson", "GSS_CODE", 2018), ("wards_2022.geojson", "ward22_code", 2022)


def police_book(folder: Path, shared: Path) -> Path:
    """A book of Barking and Dagenham with its 19 wards of today and no records described yet."""
    outlines = json.loads((shared / "barking-dagenham" / NEW[0]).read_text(encoding="utf-8"))["features"]
    rows = [f"{one['properties']['ward22_code']},{one['properties']['ward22_name']}\n" for one in outlines]
    (folder / "records").mkdir(parents=True)
    table = shared / "lookups" / "lookup_lsoa11_lsoa21_ltla22.csv"
    for name, (start, to, more) in LOOKUPS.items():
        put_lookup(folder, name, start, to, table, more)
    (folder / "areas.csv").write_text("code,name\n" + "".join(rows), encoding="utf-8")
    (folder / "book.yaml").write_text("book: bd\ntitle: Barking and Dagenham\narea_kind: ward\n", encoding="utf-8")
    return folder


def describe(book: Path, shared: Path, text: str, wards: tuple[str, str, int] = NEW, **changes: str) -> None:
    """Put a description into the book, with words in it changed: `describe(..., **{"period: month": ...})`."""
    said = text.format(
        police=(shared / "police").as_posix(),
        boundaries=(shared / "barking-dagenham" / wards[0]).as_posix(),
        code=wards[1],
        year=wards[2],
    )
    for old, new in changes.items():
        assert old in said, old
        said = said.replace(old, new)
    name = said.split("\n", 1)[0].removeprefix("records: ")
    (book / "records" / f"{name}.yaml").write_text(said, encoding="utf-8")
