import { createHash, timingSafeEqual } from 'node:crypto';
import { HubError, z } from '@lightkeeper/plugin-sdk';
import type { Entity, EntityCollection, EntityTypeDefinition } from '@lightkeeper/plugin-sdk';

/** How far an account reaches; see {@link createAccessRules}. */
export const BROKER_ACCESS = ['own', 'home_assistant', 'everything'] as const;
export type BrokerAccess = (typeof BROKER_ACCESS)[number];

/** A name is also a level of topics, so it holds nothing that topics treat as special. */
export const ACCOUNT_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/u;

const fields = z.object({
  password: z
    .string()
    .min(12, 'must have at least 12 characters')
    .max(256, 'must have at most 256 characters')
    .meta({ title: 'Password', ui: { secret: true } }),
  access: z.enum(BROKER_ACCESS).default('own').meta({ title: 'May reach' }),
  enabled: z.boolean().default(true).meta({ title: 'May connect' }),
});
export type AccountData = z.output<typeof fields>;

/** What the broker knows of a principal. */
export interface Account {
  id: string;
  name: string;
  access: BrokerAccess;
}

/** What came of a name and a password. */
export type Proof = { account: Account } | { account: null; reason: 'unknown_name' | 'wrong_password' | 'disabled' };

/** The entity type. `reserved` gives the first levels of the topics that belong to the hub and to discovery. */
export function accountType(reserved: () => readonly string[]): EntityTypeDefinition<typeof fields> {
  return {
    type: 'mqtt_account',
    path: 'mqtt-accounts',
    label: 'MQTT account',
    schema: fields,
    access: { read: 'admin', write: 'admin' },
    unique_name: true,
    validate: ({ name, data }) => {
      if (!ACCOUNT_NAME.test(name))
        throw HubError.field('/name', 'must be 1 to 64 lower case letters, digits, dots, dashes or underscores');
      if (data.access === 'own' && reserved().includes(name)) {
        throw HubError.field('/name', 'begins the topics of the hub or of discovery. Choose another name');
      }
      if (data.password.toLowerCase() === name) throw HubError.field('/password', 'must not be the user name');
    },
  };
}

/** The accounts, held in memory beside the database, so that a connection takes no query. */
export class Accounts {
  readonly #collection: EntityCollection<AccountData>;
  readonly #byName = new Map<string, Entity<AccountData>>();
  readonly #nobody = digest('');

  constructor(collection: EntityCollection<AccountData>) {
    this.#collection = collection;
  }

  /** Reads them anew: at the start, and after each change. */
  async load(): Promise<void> {
    const all = await this.#collection.all();
    this.#byName.clear();
    for (const account of all) this.#byName.set(account.name, account);
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** The account as it is now; null when it is gone, disabled, or another under the same name. */
  current({ id, name }: Pick<Account, 'id' | 'name'>): Account | null {
    const known = this.#byName.get(name);
    return known?.id === id && known.data.enabled ? { id, name, access: known.data.access } : null;
  }

  /** Checks a password. Takes the same work whether or not the name is known. */
  prove(name: string, password: Buffer): Proof {
    const known = this.#byName.get(name);
    const matches = timingSafeEqual(known === undefined ? this.#nobody : digest(known.data.password), digest(password));
    if (known === undefined) return { account: null, reason: 'unknown_name' };
    if (!matches) return { account: null, reason: 'wrong_password' };
    if (!known.data.enabled) return { account: null, reason: 'disabled' };
    return { account: { id: known.id, name, access: known.data.access } };
  }
}

function digest(password: string | Buffer): Buffer {
  return createHash('sha256').update(password).digest();
}
