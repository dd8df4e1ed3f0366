"""A page walked through with the Tab key alone."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

REACHABLE = """() => {
  const wanted = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  window.reachable = [...document.querySelectorAll(wanted)].filter(one =>
    !one.disabled && one.type !== "hidden" && one.tabIndex >= 0 && one.checkVisibility({checkVisibilityCSS: true}));
  return window.reachable.map(one =>
    (one.tagName + " " + (one.ariaLabel || one.textContent || one.id).trim()).slice(0, 60));
}"""

HERE = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const within = {left: Math.max(box.left, 0), right: Math.min(box.right, innerWidth),
                  top: Math.max(box.top, 0), bottom: Math.min(box.bottom, innerHeight)};
  let seen = false;
  for (const across of [.02, .5, .98]) for (const down of [.1, .5, .9]) {
    const x = within.left + across * (within.right - within.left), y = within.top + down * (within.bottom - within.top);
    const top = document.elementFromPoint(x, y);
    seen = seen || (top !== null && (one.contains(top) || top.contains(one) && top !== document.body));
  }
  const marked = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  return {at: window.reachable.indexOf(one), seen: seen, marked: marked,
          what: (one.tagName + " " + one.className + " " + (one.textContent || "").trim()).slice(0, 60)};
}"""


@dataclass(frozen=True)
class Step:
    """One press of the key: which of the reachable things has the focus, and whether a person can see that."""

    expected: str
    wanted: int
    at: int
    what: str
    seen: bool
    marked: bool


def walked(page: Page) -> list[Step]:
    """Press Tab until everything should have been reached, then once back through it all with Shift."""
    names = page.evaluate(REACHABLE)
    there = [_step(page, "Tab", at, name) for at, name in enumerate(names)]
    back = [_step(page, "Shift+Tab", at, names[at]) for at in range(len(names) - 2, -1, -1)]
    return there + back


def _step(page: Page, key: str, wanted: int, name: str) -> Step:
    page.keyboard.press(key)
    here = page.evaluate(HERE)
    return Step(name, wanted, here["at"], here["what"], here["seen"], here["marked"])


def out_of_step(steps: list[Step]) -> list[str]:
    """Where the focus went elsewhere than in the order of the page, or could not be seen."""
    return [
        f"step {one.wanted} ({one.expected}): {'at ' + one.what if one.at != one.wanted else ''}"
        f"{'' if one.seen else ' hidden'}{'' if one.marked else ' no outline'}"
        for one in steps
        if one.at != one.wanted or not one.seen or not one.marked
    ][:9]
