import type BetterSqlite3 from 'better-sqlite3';

/** Keeps prepared statements by their text. The texts come from code, so their number is bounded. */
export class StatementCache {
  readonly #statements = new Map<string, BetterSqlite3.Statement>();

  readonly #raw: BetterSqlite3.Database;

  constructor(raw: BetterSqlite3.Database) {
    this.#raw = raw;
  }

  prepare(sql: string): BetterSqlite3.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#raw.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
