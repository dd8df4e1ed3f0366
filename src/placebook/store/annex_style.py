"""The style that stands in the one HTML file of an annex, and how the site names it to browsers.

The site forbids a page any style of its own. Whoever knows the hash of one style may let that one through and no other.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

STYLE = (
    "body{font:1rem/1.5 -apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Liberation Sans',sans-serif;"
    "color:#1a1a1a;max-width:60rem;margin:0 auto;padding:1rem}"
    "table{border-collapse:collapse;width:100%;margin:0 0 1.5rem}"
    "caption{text-align:left;font-weight:700;padding:.3rem 0}"
    "th,td{text-align:left;vertical-align:top;border:1px solid #6b757b;padding:.3rem .5rem}thead th{background:#eef3f8}"
    "tbody th{font-weight:400}.wide{overflow-x:auto}figure{margin:0 0 1.5rem}"
    ".pictures{display:grid;gap:0 1.5rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),1fr))}"
    "svg{width:100%;height:auto}"
    ".strong{border-left:.35rem solid #a8470a;background:#fdf3ec;padding:.6rem .9rem;font-weight:700}"
    "@media print{.wide{overflow:visible}thead{display:table-header-group}}"
)
ALLOWED = f"'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'"  # in a Content-Security-Policy
