import { HubError, safeText } from '@lightkeeper/plugin-sdk';
import type { Clock, ContextInput, HookName, HookPayloads, Logger, PluginDatabase, RequestContext } from '@lightkeeper/plugin-sdk';
import { addressKey } from '../access/addresses.js';
import { Lockout } from '../access/lockout.js';
import type { Attempt, Lock, LockKey } from '../access/lockout.js';
import { createThrottle } from '../access/throttle.js';
import { ACCOUNT_NAME } from './accounts.js';
import type { Account, Accounts } from './accounts.js';

export interface BrokerSignInDeps {
  db: PluginDatabase;
  clock: Clock;
  log: Logger;
  accounts: Accounts;
  runAs: <T>(context: ContextInput & Partial<RequestContext>, fn: () => T) => T;
  emit: <N extends HookName>(name: N, payload: HookPayloads[N]) => Promise<void>;
}

/** Who may come in, and what the log hears of those who may not. */
export interface BrokerSignIn {
  load(): void;
  /** The account behind a name and a password, or why not. `locked` comes before anything is looked at. */
  try(name: string, password: Buffer, address: string): Account | 'refused' | 'locked';
  /** A client did what its account may not do: recorded once a minute for each account. `wanted` names it. */
  denied(account: Account, wanted: string, address: string): void;
  /** Forgets what is forgiven, and records what was held back. */
  sweep(): Promise<void>;
  /** Resolves when all that was begun is recorded. */
  idle(): Promise<void>;
}

interface Failure {
  name: string;
  reason: string;
  address: string;
}

const MAX_REMEMBERED = 1_000;

/**
 * Signing in to the embedded broker. Guessing is slowed down as it is for people (ADR 10): five failures by name and address, twenty by address,
 * then locks that grow and outlast a restart. An account that has signed in from an address before is counted by that pair alone, as a known
 * browser is: one misconfigured device must not keep the others of its machine out.
 */
export function createBrokerSignIn({ db, clock, log, accounts, runAs, emit }: BrokerSignInDeps): BrokerSignIn {
  const lockout = new Lockout(db, clock);
  const proven = new Set<string>();
  const failed = new Set<string>();
  const recording = new Set<Promise<void>>();

  const guarded = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.warn(`${what} could not be recorded`, { reason: String(error) });
    }
  };
  const failures = createThrottle<Failure>(clock, ({ name, reason, address }, count) =>
    guarded('A failed sign-in to the broker', () =>
      runAs(stranger(address), () =>
        emit('auth.login_failed', { ...about(name), metadata: { name_tried: nameForLog(name), reason, count } }),
      ),
    ),
  );
  const locks = createThrottle<Failure & Lock>(clock, ({ name, address, scope, failures: count, seconds }) =>
    guarded('A lock of the broker', () =>
      runAs(stranger(address), () =>
        emit('auth.locked_out', {
          ...about(name),
          metadata: { name_tried: nameForLog(name), scope, failures: count, retry_after_s: seconds },
        }),
      ),
    ),
  );
  const denials = createThrottle<{ account: Account; wanted: string; address: string }>(clock, ({ account, wanted, address }, count) =>
    guarded('A refusal by the broker', () =>
      runAs({ ...stranger(address), actor: `mqtt:${account.name}`, actor_id: account.id }, () =>
        emit('auth.permission_denied', { entity_type: null, entity_id: null, entity_name: null, metadata: { wanted, role: null, count } }),
      ),
    ),
  );

  function record(work: Promise<void>): void {
    const mine = work
      .catch((error: unknown) => {
        log.warn('What happened at the broker could not be stored', { reason: String(error) });
      })
      .finally(() => recording.delete(mine));
    recording.add(mine);
  }

  async function store(attempt: Attempt, began: readonly Lock[], failure: Failure): Promise<void> {
    await db.transaction((tx) => attempt.store(tx));
    await failures.hit(addressKey(failure.address), failure);
    for (const lock of began) await locks.hit(`${lock.scope} ${addressKey(failure.address)}`, { ...failure, ...lock });
  }

  return {
    load() {
      lockout.load();
    },
    try(typed, password, address) {
      const name = safeText(typed, 256);
      const pair = `${addressKey(address)} ${name}`;
      let attempt: Attempt;
      try {
        attempt = lockout.begin(keysOf(name, address, proven.has(pair)));
      } catch (error) {
        if (error instanceof HubError) return 'locked';
        throw error;
      }
      const proof = accounts.prove(typed, password);
      attempt.end();
      if (proof.account === null) {
        remember(failed, pair);
        record(store(attempt, attempt.failed(), { name, reason: proof.reason, address }));
        return 'refused';
      }
      remember(proven, pair);
      if (failed.delete(pair)) record(db.transaction((tx) => attempt.clear(tx)));
      return proof.account;
    },
    denied(account, wanted, address) {
      record(denials.hit(account.id, { account, wanted: safeText(wanted, 200), address }));
    },
    async sweep() {
      await lockout.prune();
      for (const throttle of [failures, locks, denials]) await throttle.sweep();
    },
    async idle() {
      await Promise.all(recording);
    },
  };
}

function keysOf(name: string, address: string, proven: boolean): [LockKey, ...LockKey[]] {
  const from = addressKey(address);
  const pair: LockKey = { scope: 'name', limit: 5, parts: ['mqtt', name, from] };
  return proven ? [{ ...pair, parts: ['mqtt', 'proven', name, from] }] : [pair, { scope: 'address', limit: 20, parts: ['mqtt', from] }];
}

function remember(set: Set<string>, key: string): void {
  set.delete(key);
  set.add(key);
  const [oldest] = set;
  if (set.size > MAX_REMEMBERED && oldest !== undefined) set.delete(oldest);
}

/** What was sent as a name, if it can be one; anything else may be a password in the wrong field. */
function nameForLog(name: string): string {
  return ACCOUNT_NAME.test(name) ? name : '(not a name)';
}

function about(name: string): { entity_type: string; entity_id: null; entity_name: string | null } {
  return { entity_type: 'mqtt_account', entity_id: null, entity_name: ACCOUNT_NAME.test(name) ? name : null };
}

function stranger(address: string): ContextInput & Partial<RequestContext> {
  return { actor: 'anonymous', origin: 'mqtt', ip: address };
}
