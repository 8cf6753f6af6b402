import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import { describe, expect, it } from 'vitest';
import { errorCodesPage, vocabularyPage } from '../../scripts/generated-docs.js';

const root = join(import.meta.dirname, '..', '..');
const page = (name: string): string => readFileSync(join(root, name), 'utf8');

describe('the documentation', () => {
  it('has the error codes of the registry', () => {
    expect(page('docs/error-codes.md'), 'run npm run docs').toBe(errorCodesPage());
  });

  it('has the vocabulary of the hub', async () => {
    const hub = await createTestHub();
    const expected = vocabularyPage(hub.hub.container.cradle.vocabulary.all());
    await hub.stop();
    expect(page('docs/vocabulary.md'), 'run npm run docs').toBe(expected);
  });

  it('names only files that are there', () => {
    const pages = [
      'README.md',
      'CONTRIBUTING.md',
      ...readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
    ];
    const missing = pages.flatMap((name) => {
      const links = [...page(name).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link = '']) => link);
      return links.filter((link) => !exists(join(root, name, '..', link))).map((link) => `${name} -> ${link}`);
    });
    expect(missing).toEqual([]);
  });
});

function exists(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EISDIR';
  }
}
