import axe from 'axe-core';
import type { AxeResults, Result } from 'axe-core';
import type { Page } from 'playwright-core';
import { settle } from './page-guard.js';

/** WCAG 2.2 AA and what it builds on, and axe's own good practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * Runs axe-core on the page as it is, shadow roots included, and throws on every finding that is serious or critical. It goes in through
 * the debugger, so that the page's own content security policy stays in force.
 */
export async function expectAccessible(page: Page, options: { within?: string } = {}): Promise<void> {
  await settle(page);
  await page.evaluate(axe.source);
  const results = await page.evaluate(
    ([tags, within]) => {
      const runner = (globalThis as unknown as { axe: { run(context: unknown, options: unknown): Promise<AxeResults> } }).axe;
      return runner.run(within ?? document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
    },
    [TAGS, options.within] as const,
  );
  const grave = results.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  if (grave.length > 0) throw new Error(`axe on ${page.url()}:\n${grave.map(describeFinding).join('\n')}`);
}

function describeFinding({ id, impact, help, nodes }: Result): string {
  const places = nodes
    .slice(0, 5)
    .map((node) => `    ${node.target.flat().join(' >>> ')}\n      ${node.failureSummary?.replaceAll('\n', ' ') ?? ''}`);
  return `  ${id} (${impact ?? 'unknown'}): ${help}, ${nodes.length} times\n${places.join('\n')}`;
}
