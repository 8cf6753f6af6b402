import { HubError, ROLES, nameSchema, roleAtLeast, z } from '@lightkeeper/plugin-sdk';
import type { ContextService, Entities, Entity, EntityCollection, PluginDatabase, Role, Tx } from '@lightkeeper/plugin-sdk';

/** The name that people sign in with. */
export const SIGN_IN_NAME = /^[a-z0-9._-]{1,64}$/u;

export const signInNameSchema = z
  .string()
  .trim()
  .regex(SIGN_IN_NAME, 'must be 1 to 64 lower case letters, digits, dots, dashes or underscores')
  .meta({ title: 'Sign-in name' });

export const displayNameSchema = nameSchema.meta({ title: 'Display name' });

const fields = z.object({ display_name: displayNameSchema, role: z.enum(ROLES), enabled: z.boolean().default(true) });
export type UserData = z.output<typeof fields>;
export type UserEntity = Entity<UserData>;

/** The users, held in memory beside the database, so that knowing who asks takes no query. */
export class Users {
  readonly collection: EntityCollection<UserData>;
  readonly #byId = new Map<string, UserEntity>();
  readonly #byName = new Map<string, UserEntity>();

  constructor(entities: Entities, context: ContextService) {
    this.collection = entities.register({
      type: 'user',
      path: 'users',
      label: 'User',
      schema: fields,
      access: { read: 'admin', write: 'admin' },
      unique_name: true,
      routes: ['list', 'get'],
      validate: (next, previous) => {
        if (!signInNameSchema.safeParse(next.name).success) throw HubError.field('/name', 'is not a sign-in name');
        const caller = context.current().role;
        for (const role of [next.data.role, previous?.data.role]) {
          if (caller !== null && role !== undefined && !roleAtLeast(caller, role)) throw outranked(role);
        }
        if (previous !== null) this.refuseLosingLastOwner(previous, next.data);
      },
    });
  }

  async load(): Promise<void> {
    for (const user of await this.collection.all()) this.put(user);
  }

  get(id: string): UserEntity | undefined {
    return this.#byId.get(id);
  }

  byName(name: string): UserEntity | undefined {
    return this.#byName.get(name);
  }

  hasOwner(): boolean {
    return [...this.#byId.values()].some(({ data }) => data.role === 'owner');
  }

  /** Takes note of what has been committed. */
  put(user: UserEntity): void {
    this.drop(user.id);
    this.#byId.set(user.id, user);
    this.#byName.set(user.name, user);
  }

  drop(id: string): void {
    const known = this.#byId.get(id);
    if (known !== undefined) this.#byName.delete(known.name);
    this.#byId.delete(id);
  }

  /** A hub whose last owner is gone could never be administered again. `next` is null for a deletion. */
  refuseLosingLastOwner(user: UserEntity, next: UserData | null): void {
    if (!isActiveOwner(user.data) || (next !== null && isActiveOwner(next))) return;
    const others = [...this.#byId.values()].some(({ id, data }) => id !== user.id && isActiveOwner(data));
    if (!others) throw new HubError('LK_CONFLICT', `${user.name} is the last owner. Make somebody else an owner first.`);
  }
}

function isActiveOwner(data: UserData): boolean {
  return data.role === 'owner' && data.enabled;
}

/** Nobody makes or changes somebody who may do more than they may themselves. */
export function outranked(role: Role): HubError {
  return new HubError('LK_FORBIDDEN', `Only somebody with the role ${role} may make or change one with it.`);
}

/** Stores a password hash (a PHC string). */
export async function storePassword(tx: Tx, user_id: string, phc: string, now: number): Promise<void> {
  await tx.run(
    `INSERT INTO user_credentials (user_id, password_hash, updated_at) VALUES (?, ?, ?)
     ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash, updated_at = excluded.updated_at`,
    [user_id, phc, now],
  );
}

/** The user's password hash; null for one without a password, and for nobody. */
export function readPassword(db: PluginDatabase, user_id: string | undefined): string | null {
  const rows = db.all<{ password_hash: string }>('SELECT password_hash FROM user_credentials WHERE user_id = ?', [user_id ?? '']);
  return rows[0]?.password_hash ?? null;
}
