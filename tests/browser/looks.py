"""How a page looks on the screens that people have: whether it fits, and whether its text can be read."""

from typing import Any

from playwright.sync_api import Page

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}

# Pairs of text and its contrast (WCAG 2) where it is below 4.5, or 3 for large text.
_FAINT = """() => {
  const parse = (color) => (color.match(/[\\d.]+/g) || []).map(Number);
  const light = (rgb) => {
    const linear = (c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    const [r, g, b] = rgb.slice(0, 3).map((c) => linear(c / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = parse(getComputedStyle(e).backgroundColor);
      if (color.length === 3 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement, text = walker.currentNode.textContent.trim();
    if (!text || !element.checkVisibility()) continue;
    const style = getComputedStyle(element), size = parseFloat(style.fontSize);
    const pair = [light(parse(style.color)), light(behind(element))].sort((a, b) => b - a);
    const contrast = (pair[0] + 0.05) / (pair[1] + 0.05);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    if (contrast < (large ? 3 : 4.5)) found.push([text, contrast]);
  }
  return found;
}"""
_WIDER = """() => [...document.querySelectorAll("body *")].filter((e) => {
  const box = e.getBoundingClientRect();
  return box.right > document.documentElement.clientWidth + 1 && box.width && !e.closest(".scroll, .hidden");
}).map((e) => e.outerHTML.slice(0, 120))"""
_WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


def fits(page: Page) -> None:
    """Assert that the page is no wider than its window; what stands out is named.

    After a click the heading is there before the stylesheet is, so the page is looked at when it has loaded.
    """
    page.wait_for_load_state("load")
    needed, there = page.evaluate(_WIDTHS)
    assert needed <= there, (page.url, page.evaluate(_WIDER))


def readable(page: Page) -> None:
    """Assert that all text has the contrast that WCAG 2 asks for (AA)."""
    page.wait_for_load_state("load")
    assert page.evaluate(_FAINT) == [], page.url
