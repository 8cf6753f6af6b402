import { ENTRY_FIELDS } from '@lightkeeper/plugin-sdk';
import { ENTRIES } from '../names.js';

// The lines are put together by the database: making an object of every row and a text of every object again takes three times as long,
// and an export must not keep the hub busy. The rules are RFC 4180 (section 2) for CSV and RFC 8259 for JSON.

// A cell that begins with one of these is a formula to spreadsheets (OWASP, "CSV Injection"); a quote before it makes it text.
const FORMULA = `'[-=+@＝＋－＠' || char(9) || char(13) || ']*'`;

// ISO 8601 with milliseconds; `datetime` takes a third of the time of `strftime`.
const TIME = `replace(datetime(ts / 1000.0, 'unixepoch', 'subsec'), ' ', 'T') || 'Z'`;

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

/** Texts of a query whose one row is `bytes`: the lines of some entries in UTF-8, newest first, with `separator` between them. */
export interface BatchQueries {
  /** All entries from one number to another. */
  between: string;
  /** The entries whose numbers are listed as JSON. */
  listed: string;
}

function batch(line: string, separator: string): BatchQueries {
  const query = (where: string): string =>
    `SELECT CAST(group_concat(line, ${separator}) AS BLOB) AS bytes FROM (SELECT ${line} AS line FROM ${ENTRIES} WHERE ${where} ORDER BY seq DESC)`;
  return { between: query('seq >= ? AND seq <= ?'), listed: query('seq IN (SELECT value FROM json_each(?))') };
}

export const CSV_BATCH = batch(csvLine, 'char(13, 10)');
export const JSON_BATCH = batch(jsonLine, `',' || char(10)`);
export const JSONL_BATCH = batch(jsonLine, 'char(10)');
