import type { Page } from 'playwright-core';

/** Where the keyboard is. */
export interface Focus {
  /** What it is called, as far as its words or label tell. */
  name: string;
  /** Element names from the page's root to it, through shadow roots. */
  path: string;
  /** Whether it shows that it has the focus: an outline or a shadow of its own or of one of the two around it. */
  marked: boolean;
  /** Whether it stands within the screen. */
  in_sight: boolean;
}

/** The element that has the focus, shadow roots looked through; null when it is the page itself. */
export function focused(page: Page): Promise<Focus | null> {
  return page.evaluate(() => {
    const chain: Element[] = [];
    for (let at = document.activeElement; at !== null; at = at.shadowRoot?.activeElement ?? null) chain.push(at);
    const last = chain.at(-1);
    if (last === undefined || last === document.body) return null;
    // From the element outwards, through the slots and shadow roots that it stands in.
    const around: Element[] = [];
    for (let at: Element | null = last; at !== null && around.length < 8;) {
      around.push(at);
      const root = at.getRootNode();
      at = at.assignedSlot ?? at.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
    }
    const named = around.map((element) => {
      const own = element instanceof HTMLInputElement ? (element.labels?.[0]?.textContent ?? '') : element.textContent;
      return (element.getAttribute('aria-label') ?? element.getAttribute('label') ?? own).replace(/\s+/g, ' ').trim();
    });
    const outlined = (style: CSSStyleDeclaration): boolean => style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0;
    const shows = (element: Element): boolean =>
      ['', '::before', '::after'].some((part) => {
        const style = getComputedStyle(element, part);
        return outlined(style) || style.boxShadow !== 'none';
      });
    const box = last.getBoundingClientRect();
    return {
      name: named.find((name) => name !== '') ?? '',
      path: chain.map(({ localName }) => localName).join(' > '),
      // A slider's thumb stands within what has the focus.
      marked: around.slice(0, 3).some(shows) || [...last.querySelectorAll('*')].some((part) => outlined(getComputedStyle(part))),
      in_sight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
  });
}

/** Presses Tab until what has the focus is called so; throws with all that was met on the way when it is not found. */
export async function tabTo(page: Page, name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<Focus> {
  const met: string[] = [];
  for (let turn = 0; turn < 120; turn += 1) {
    await page.keyboard.press(key);
    const now = await focused(page);
    if (now !== null && name.test(now.name)) return now;
    met.push(now?.name.slice(0, 40) ?? '(the page)');
  }
  throw new Error(`Tab never came to ${String(name)}, but to:\n${[...new Set(met)].join('\n')}`);
}
