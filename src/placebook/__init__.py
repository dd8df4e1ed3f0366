"""Placebook: measure how people in a place are doing, learn what has worked, decide in the open.

    import placebook
    place = placebook.open("my-place")

What stands here is loaded when it is first used, so that `import placebook` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from placebook.frames import to_pandas, to_polars
    from placebook.notebook import Place, open

__all__ = ["Place", "open", "to_pandas", "to_polars"]
_WHERE = {"Place": "notebook", "open": "notebook", "to_pandas": "frames", "to_polars": "frames"}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"placebook has no {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(f"placebook.{_WHERE[name]}"), name)
