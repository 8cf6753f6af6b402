import { ENTRY_FIELDS } from '@lightkeeper/plugin-sdk';
import { ENTRIES } from '../names.js';

// The lines are put together by the database: making an object of every row and a text of every object again takes three times as long,
// and an export must not keep the hub busy. The rules are RFC 4180 (section 2) for CSV and RFC 8259 for JSON.

// A cell that begins with one of these is a formula to spreadsheets (OWASP, "CSV Injection"); a quote before it makes it text.
const FORMULA = `'[-=+@＝＋－＠' || char(9) || char(13) || ']*'`;

const TIME = `strftime('%Y-%m-%dT%H:%M:%fZ', ts / 1000.0, 'unixepoch')`;

function cell(column: string): string {
  const quoted = `replace(${column}, '"', '""') || '"'`;
  return `CASE WHEN ${column} IS NULL THEN '' WHEN ${column} GLOB ${FORMULA} THEN '"''' || ${quoted} ELSE '"' || ${quoted} END`;
}

/** Columns whose values the hub makes itself, out of letters, digits, dashes and underscores. */
const SAFE_COLUMNS: readonly string[] = ['id', 'severity'];

const csvLine = ENTRY_FIELDS.map((field) => {
  if (field === 'ts') return TIME;
  return SAFE_COLUMNS.includes(field) ? field : cell(field);
}).join(` || ',' || `);

const jsonLine = `json_object(${ENTRY_FIELDS.map((field) => {
  if (field === 'ts') return `'ts', ${TIME}`;
  return field === 'metadata' ? `'metadata', json(metadata)` : `'${field}', ${field}`;
}).join(', ')})`;

/** One row `text`: the lines of the entries whose numbers the placeholder lists, newest first, with `separator` between them. */
function batch(line: string, separator: string): string {
  return `SELECT group_concat(line, ${separator}) AS text FROM
    (SELECT ${line} AS line FROM ${ENTRIES} WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq DESC)`;
}

export const CSV_BATCH = batch(csvLine, 'char(13, 10)');
export const JSON_BATCH = batch(jsonLine, `',' || char(10)`);
export const JSONL_BATCH = batch(jsonLine, 'char(10)');
