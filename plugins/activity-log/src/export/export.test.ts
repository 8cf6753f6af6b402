import { text } from 'node:stream/consumers';
import { stringify } from 'csv-stringify/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ENTRY_FIELDS, type ActivityEntry } from '@lightkeeper/plugin-sdk';
import { EVERYTHING } from '../query/selection.js';
import { START, TestLog } from '../support/test-log.js';
import { exportStream, type ExportFormat } from './export.js';

let log: TestLog;
beforeEach(async () => {
  log = await TestLog.open();
});
afterEach(() => log.close());

const CELLS = [
  '=cmd|calc',
  '+1',
  '-1',
  '@sum',
  '\ttab',
  '\rcr',
  '＝full',
  'plain',
  'a,b',
  'say "hi"',
  'line\nbreak',
  '',
  'Küche 💡',
  "'quoted",
];
const download = (format: ExportFormat, newest = 1e9) => text(exportStream(log.db, log.repository, EVERYTHING, newest, format));

function fillHostile(): void {
  log.fill(
    CELLS.map((cell, index) => ({
      id: `h${String(index)}`,
      ts: START + index * 37 + index,
      message: cell,
      actor: cell,
      entity_type: index % 3 === 0 ? null : cell,
      entity_id: cell,
      entity_name: cell,
      metadata: JSON.stringify({ cell, n: index }),
    })),
  );
}

async function allEntries(): Promise<ActivityEntry[]> {
  return (await log.repository.query(EVERYTHING, 500)).items;
}

describe('export', () => {
  it('writes CSV as the library does: one row each, formulas made harmless', async () => {
    fillHostile();
    const rows = (await allEntries()).map((entry) =>
      ENTRY_FIELDS.map((field) => (field === 'metadata' ? JSON.stringify(entry.metadata) : entry[field])),
    );
    const expected = stringify(rows, {
      escape_formulas: true,
      quoted: true,
      record_delimiter: '\r\n',
      header: true,
      columns: [...ENTRY_FIELDS],
    });
    const plain = (csv: string): string[][] => parseCsv(csv);
    expect(plain(await download('csv'))).toEqual(plain(expected));
  });

  it('carries the same entries as JSON and as JSON lines', async () => {
    fillHostile();
    const entries = await allEntries();
    expect(JSON.parse(await download('json'))).toEqual(entries);
    const lines = (await download('jsonl')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(entries);
    expect(Object.keys(entries[0] ?? {})).toEqual([...ENTRY_FIELDS]);
  });

  it('goes through many batches and gaps without losing or repeating one, and stops at the newest it began with', async () => {
    log.fill(Array.from({ length: 3456 }, (_unused, index) => ({ id: `b${String(index)}`, ts: START + index * 997 })));
    log.db.raw.exec('DELETE FROM activity_log_entries WHERE seq % 10 = 3 OR seq BETWEEN 1500 AND 2100');
    const kept = log.db.all<{ id: string }>('SELECT id FROM activity_log_entries WHERE seq <= 3000 ORDER BY seq DESC', []);
    const entries = JSON.parse(await download('json', 3000)) as ActivityEntry[];
    expect(entries.map(({ id }) => id)).toEqual(kept.map(({ id }) => id));
    expect(entries.every(({ ts }) => new Date(ts).toISOString() === ts)).toBe(true);
    expect(parseCsv(await download('csv', 3000))).toHaveLength(kept.length + 1);
  });

  it('is well formed when nothing matches', async () => {
    expect(await download('csv')).toBe(`${ENTRY_FIELDS.join(',')}\r\n`);
    expect(JSON.parse(await download('json'))).toEqual([]);
    expect(await download('jsonl')).toBe('');
  });

  it('ends when the reader goes away', async () => {
    log.fill(Array.from({ length: 5000 }, (_unused, index) => ({ id: `b${String(index)}` })));
    const stream = exportStream(log.db, log.repository, EVERYTHING, 1e9, 'csv');
    for await (const chunk of stream) {
      expect(chunk).toBeInstanceOf(Buffer);
      break;
    }
    expect(stream.destroyed).toBe(true);
  });
});

/** RFC 4180, section 2, read back. */
function parseCsv(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const token = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|$)/gy;
  for (let match = token.exec(csv); match !== null && match[0] !== ''; match = token.exec(csv)) {
    const cell = match[1] ?? '';
    row.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (match[2] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
