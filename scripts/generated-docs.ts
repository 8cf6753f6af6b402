import { ERROR_CODES } from '@lightkeeper/plugin-sdk';
import type { VocabularyEntry } from '@lightkeeper/plugin-sdk';

/** The page of error codes, from the registry. */
export function errorCodesPage(): string {
  const sections = Object.entries(ERROR_CODES).map(
    ([code, { status, title, help }]) => `## ${code}\n\n**${title}** · HTTP ${status}\n\n${help}\n`,
  );
  const intro =
    'Every error is an RFC 9457 problem (`application/problem+json`) with a stable `code`. The hub serves this page too, at `/docs/error-codes`.\n' +
    'Generated from `plugin-sdk/src/errors.ts` by `npm run docs`.';
  return `# Error codes\n\n${intro}\n\n${sections.join('\n')}`;
}

/** The page of the log's vocabulary, from what the plugins declare. */
export function vocabularyPage(entries: readonly VocabularyEntry[]): string {
  const categories = [...new Set(entries.map(({ category }) => category))].sort();
  const sections = categories.map((category) => {
    const rows = entries
      .filter((entry) => entry.category === category)
      .sort((a, b) => (a.action < b.action ? -1 : 1))
      .map(
        ({ action, severity, message, description, guarantee = 'durable', plugin_id }) =>
          `| \`${action}\` | ${severity} | ${message} | ${description} | ${guarantee} | ${plugin_id} |`,
      );
    return `## ${category}\n\n| action | severity | sentence | when | guarantee | declared by |\n| --- | --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  const intro =
    'The words that can stand in the activity log: each is declared once, by the part that it belongs to. **strict**: written in the transaction of the change itself.\n' +
    '**durable**: committed before the answer is sent. Generated from the running hub by `npm run docs`.';
  return `# The vocabulary of the log\n\n${intro}\n\n${sections.join('\n')}`;
}
