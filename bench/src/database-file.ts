import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import type Database from 'better-sqlite3';

/** The hub's database in its data folder, known by SQLite's own header. */
export function databaseFile(folder: string): string {
  const found = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(folder, entry.name))
    .filter((file) => header(file) === 'SQLite format 3\0');
  const [file, ...others] = found;
  if (file === undefined || others.length > 0) throw new Error(`Expected one database in ${folder}, found ${found.length}.`);
  return file;
}

function header(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(16);
    readSync(descriptor, bytes, 0, 16, 0);
    return bytes.toString('latin1');
  } finally {
    closeSync(descriptor);
  }
}

export type SqlRow = Record<string, string | number | null>;

interface Column {
  name: string;
  type: string;
  pk: number;
}

/** Prepares the insert of a table's row with every column but the one that SQLite numbers by itself. */
export function insertOf(database: Database.Database, table: string): Database.Statement<[SqlRow]> {
  const columns = database.pragma(`table_info(${table})`) as Column[];
  if (columns.length === 0) throw new Error(`There is no table ${table}.`);
  const names = columns.filter(({ type, pk }) => !(pk === 1 && type.toLowerCase() === 'integer')).map(({ name }) => name);
  return database.prepare<[SqlRow]>(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`);
}

/** The newest row of a table, as a pattern for others like it. */
export function newestRow(database: Database.Database, table: string): SqlRow {
  const row = database.prepare<[], SqlRow>(`SELECT * FROM ${table} ORDER BY rowid DESC LIMIT 1`).get();
  if (row === undefined) throw new Error(`${table} is empty.`);
  return row;
}
