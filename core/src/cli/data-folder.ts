import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { HubError } from '@lightkeeper/plugin-sdk';
import Sqlite from 'better-sqlite3';

/** The file that holds what the hub knows. */
export function databaseFile(data_dir: string): string {
  return path.join(data_dir, 'lightkeeper.db');
}

/** Makes the folder where it is missing, for its owner's eyes only. Throws `LK_CONFIG` when it cannot be used. */
export function ensureDataFolder(data_dir: string): void {
  try {
    mkdirSync(data_dir, { recursive: true, mode: 0o700 });
    accessSync(data_dir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new HubError('LK_CONFIG', `data_dir: ${data_dir} cannot be used (${code}).`, { cause: error });
  }
}

/** Throws `LK_NOT_FOUND` where no hub has ever run. */
export function requireData(data_dir: string): void {
  if (!existsSync(databaseFile(data_dir)))
    throw new HubError('LK_NOT_FOUND', `There is no hub's data in ${data_dir}. Name its folder with --data-dir.`);
}

/**
 * Keeps a second hub off this folder for as long as this process lives. SQLite's lock is the system's own: it is gone with the process,
 * however that ends, so no stale file ever keeps a hub from starting. Throws `LK_CONFLICT` when another hub has it.
 */
export function lockDataFolder(data_dir: string): () => void {
  const database = new Sqlite(path.join(data_dir, 'hub.lock'), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!(error instanceof Sqlite.SqliteError) || error.code !== 'SQLITE_BUSY') throw error;
    throw new HubError('LK_CONFLICT', `Another hub runs on ${data_dir}. Stop it first, or name another folder with --data-dir.`);
  }
  return () => {
    database.close();
  };
}
