import { HubError, ROLES, nameSchema, z } from '@lightkeeper/plugin-sdk';
import type {
  ApiToken,
  Clock,
  CreatedToken,
  Entities,
  Entity,
  EntityCollection,
  EntityTypeDefinition,
  PluginDatabase,
  Principal,
  Tx,
} from '@lightkeeper/plugin-sdk';
import type { Emit } from './deps.js';
import { scopeSchema } from './scopes.js';
import { digest, isTokenShaped, randomToken } from './secrets.js';

const fields = z.object({
  role: z.enum(ROLES),
  scopes: z.array(scopeSchema).min(1).max(64).default(['*']),
  expires_at: z.iso.datetime({ error: 'must be a time in UTC such as 2027-01-31T12:00:00Z' }).nullable().default(null),
});
export type TokenData = z.output<typeof fields>;
export type TokenEntity = Entity<TokenData>;

/** Body of `POST /tokens`, and what the CLI gives. */
export const newTokenSchema = z.strictObject({ name: nameSchema, ...fields.shape });
export type NewToken = z.input<typeof newTokenSchema>;

interface Known {
  entity: TokenEntity;
  hash: string;
  last_used_at: number | null;
}

interface SecretRow {
  token_id: string;
  token_hash: string;
  last_used_at: number | null;
}

/** How long a token that was not found is taken as unknown without asking the database again, and how many such are remembered. */
const UNKNOWN_MS = 10_000;
const MAX_UNKNOWN = 500;

/** What came of a token that was presented. */
export type TokenLookup = { entity: TokenEntity } | { rejected: 'unknown' | 'expired'; entity: TokenEntity | null };

export interface TokenIssuer {
  db: PluginDatabase;
  tokens: EntityCollection<TokenData>;
  clock: Clock;
  emit: Emit;
}

/**
 * The entity type of tokens. A creation is recorded as `auth.token_created`, a deletion as `auth.token_revoked`: by the entity's change
 * itself, so the hooks of these names are for listeners only and the vocabulary names no hook.
 */
export function tokenType(present?: (entity: TokenEntity) => Record<string, unknown>): EntityTypeDefinition<typeof fields> {
  return {
    type: 'token',
    path: 'tokens',
    label: 'Token',
    schema: fields,
    access: { read: 'admin', write: 'admin' },
    unique_name: true,
    routes: present === undefined ? [] : ['list', 'get'],
    actions: { created: { category: 'auth', action: 'token_created' }, deleted: { category: 'auth', action: 'token_revoked' } },
    ...(present !== undefined && { present }),
  };
}

/** Makes a token: the record, the hash of its secret and the entry in one transaction. The secret is in the answer and nowhere else. */
export async function issueToken(
  { db, tokens, clock, emit }: TokenIssuer,
  input: NewToken,
): Promise<{ entity: TokenEntity; token: string; hash: string }> {
  const { expires_at } = input;
  if (expires_at !== undefined && expires_at !== null && Date.parse(expires_at) <= clock.now()) {
    throw HubError.field('/expires_at', 'must lie in the future');
  }
  const token = randomToken();
  const hash = digest(token);
  const entity = await db.transaction(async (tx) => {
    const created = await tokens.create({ ...input, scopes: [...new Set(input.scopes ?? ['*'])] }, { tx });
    await tx.run('INSERT INTO token_secrets (token_id, token_hash, last_used_at) VALUES (?, ?, NULL)', [created.id, hash]);
    await emit('auth.token_created', { tx, entity_type: 'token', entity_id: created.id, entity_name: created.name });
    return created;
  });
  return { entity, token, hash };
}

/** The tokens, held in memory beside the database. */
export class Tokens {
  readonly collection: EntityCollection<TokenData>;
  readonly #db: PluginDatabase;
  readonly #clock: Clock;
  readonly #emit: Emit;
  readonly #byHash = new Map<string, Known>();
  readonly #byId = new Map<string, Known>();
  readonly #unknown = new Map<string, number>();
  readonly #used = new Set<Known>();

  constructor(deps: { db: PluginDatabase; entities: Entities; clock: Clock; emit: Emit }) {
    this.#db = deps.db;
    this.#clock = deps.clock;
    this.#emit = deps.emit;
    this.collection = deps.entities.register(tokenType((entity) => ({ last_used_at: this.#lastUsed(entity.id) })));
  }

  async load(): Promise<void> {
    const rows = this.#db.all<SecretRow>('SELECT token_id, token_hash, last_used_at FROM token_secrets', []);
    const secrets = new Map(rows.map((row) => [row.token_id, row]));
    for (const entity of await this.collection.all()) {
      const row = secrets.get(entity.id);
      if (row !== undefined) this.#add({ entity, hash: row.token_hash, last_used_at: row.last_used_at });
    }
  }

  /** Which token it is. One that another process made (the command line) is found in the database. */
  async find(token: string): Promise<TokenLookup> {
    if (!isTokenShaped(token)) return { rejected: 'unknown', entity: null };
    const hash = digest(token);
    const known = this.#byHash.get(hash) ?? (await this.#lookUp(hash));
    if (known === undefined) return { rejected: 'unknown', entity: null };
    if (this.#isExpired(known)) return { rejected: 'expired', entity: known.entity };
    known.last_used_at = this.#clock.now();
    this.#used.add(known);
    return { entity: known.entity };
  }

  /** The token, while it is neither revoked nor expired. */
  get(id: string): TokenEntity | undefined {
    const known = this.#byId.get(id);
    return known !== undefined && !this.#isExpired(known) ? known.entity : undefined;
  }

  async create(input: NewToken): Promise<CreatedToken> {
    const { entity, token, hash } = await issueToken(
      { db: this.#db, tokens: this.collection, clock: this.#clock, emit: this.#emit },
      input,
    );
    this.#add({ entity, hash, last_used_at: null });
    return { ...(this.collection.present(entity) as unknown as ApiToken), token };
  }

  async revoke(entity: TokenEntity, revision: number | undefined): Promise<void> {
    await this.#db.transaction(async (tx: Tx) => {
      await this.collection.remove(entity.id, { tx, ...(revision !== undefined && { revision }) });
      await tx.run('DELETE FROM token_secrets WHERE token_id = ?', [entity.id]);
      await this.#emit('auth.token_revoked', { tx, entity_type: 'token', entity_id: entity.id, entity_name: entity.name });
    });
    const known = this.#byId.get(entity.id);
    if (known === undefined) return;
    this.#byId.delete(entity.id);
    this.#byHash.delete(known.hash);
    this.#used.delete(known);
  }

  /** Writes the times of use that have changed. */
  async flush(): Promise<void> {
    const used = [...this.#used];
    this.#used.clear();
    if (used.length === 0) return;
    await this.#db.transaction(async (tx) => {
      for (const { entity, last_used_at } of used) {
        await tx.run('UPDATE token_secrets SET last_used_at = ? WHERE token_id = ?', [last_used_at, entity.id]);
      }
    });
  }

  /** Ids of the tokens whose time is over. */
  expired(): string[] {
    return [...this.#byId.values()].filter((known) => this.#isExpired(known)).map(({ entity }) => entity.id);
  }

  async #lookUp(hash: string): Promise<Known | undefined> {
    const now = this.#clock.now();
    if ((this.#unknown.get(hash) ?? 0) > now) return undefined;
    const row = this.#secretRow(hash);
    const entity = row === undefined ? undefined : await this.collection.get(row.token_id);
    // Asked again after the wait, since the token may have been revoked in between.
    if (row === undefined || entity === undefined || this.#secretRow(hash) === undefined) {
      if (this.#unknown.size >= MAX_UNKNOWN) this.#unknown.clear();
      this.#unknown.set(hash, now + UNKNOWN_MS);
      return undefined;
    }
    return this.#add({ entity, hash, last_used_at: row.last_used_at });
  }

  #secretRow(hash: string): SecretRow | undefined {
    return this.#db.all<SecretRow>('SELECT token_id, token_hash, last_used_at FROM token_secrets WHERE token_hash = ?', [hash])[0];
  }

  #isExpired({ entity }: Known): boolean {
    return entity.data.expires_at !== null && Date.parse(entity.data.expires_at) <= this.#clock.now();
  }

  #lastUsed(id: string): string | null {
    const at = this.#byId.get(id)?.last_used_at ?? null;
    return at === null ? null : new Date(at).toISOString();
  }

  #add(known: Known): Known {
    this.#byHash.set(known.hash, known);
    this.#byId.set(known.entity.id, known);
    return known;
  }
}

/** How a token shows as the one behind a request. */
export function tokenPrincipal(entity: TokenEntity): Principal {
  return { kind: 'token', id: entity.id, name: entity.name, role: entity.data.role, scopes: entity.data.scopes, session_id: null };
}
