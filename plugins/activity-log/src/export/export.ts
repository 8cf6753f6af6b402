import { Readable } from 'node:stream';
import { ENTRY_FIELDS, type PluginDatabase } from '@lightkeeper/plugin-sdk';
import type { Selection } from '../query/selection.js';
import type { ActivityRepository } from '../repository.js';
import { CSV_BATCH, JSON_BATCH, JSONL_BATCH, type BatchQueries } from './lines.js';

export const EXPORT_FORMATS = ['csv', 'json', 'jsonl'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

interface Shape {
  type: string;
  batch: BatchQueries;
  start: string;
  between: string;
  end: (empty: boolean) => string;
}

const SHAPES: Record<ExportFormat, Shape> = {
  csv: {
    type: 'text/csv; charset=utf-8; header=present',
    batch: CSV_BATCH,
    start: `${ENTRY_FIELDS.join(',')}\r\n`,
    between: '\r\n',
    end: (empty) => (empty ? '' : '\r\n'),
  },
  json: { type: 'application/json', batch: JSON_BATCH, start: '[\n', between: ',\n', end: (empty) => (empty ? ']\n' : '\n]\n') },
  jsonl: { type: 'application/x-ndjson', batch: JSONL_BATCH, start: '', between: '\n', end: (empty) => (empty ? '' : '\n') },
};

export const mediaType = (format: ExportFormat): string => SHAPES[format].type;

function lines(db: PluginDatabase, { between, listed }: BatchQueries, seqs: readonly number[]): Buffer | null {
  const newest = seqs[0] ?? 0;
  const oldest = seqs.at(-1) ?? 0;
  const unbroken = newest - oldest === seqs.length - 1;
  const [row] = db.all<{ bytes: Buffer | null }>(unbroken ? between : listed, unbroken ? [oldest, newest] : [JSON.stringify(seqs)]);
  return row?.bytes ?? null;
}

async function* chunks(
  db: PluginDatabase,
  repository: ActivityRepository,
  selection: Selection,
  newest: number,
  format: ExportFormat,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const shape = SHAPES[format];
  let before = shape.start;
  let empty = true;
  for await (const seqs of repository.iterSeqs(selection, newest, signal)) {
    const bytes = lines(db, shape.batch, seqs);
    // Retention may have taken the whole batch since its numbers were read.
    if (bytes === null) continue;
    if (before !== '') yield Buffer.from(before);
    yield bytes;
    before = shape.between;
    empty = false;
  }
  const end = (empty ? before : '') + shape.end(empty);
  if (end !== '') yield Buffer.from(end);
}

/** The selected entries up to `newest` as a stream that holds at most a few batches, however long the log is. */
export function exportStream(
  db: PluginDatabase,
  repository: ActivityRepository,
  selection: Selection,
  newest: number,
  format: ExportFormat,
  signal?: AbortSignal,
): Readable {
  return Readable.from(chunks(db, repository, selection, newest, format, signal), { objectMode: false, highWaterMark: 64 * 1024 });
}
