import { randomBytes } from 'node:crypto';
import { HubError, Reply, z } from '@lightkeeper/plugin-sdk';
import type { HookName, HookPayloads, Logger, Occurrence, Principal } from '@lightkeeper/plugin-sdk';
import { migrations } from '@lightkeeper/migrations';
import { uuidv7 } from 'uuidv7';
import { Contexts } from '../../context/context-service.js';
import { Database } from '../../database/database.js';
import { EntityStore } from '../../entities/entity-store.js';
import { SecretBox } from '../../entities/secrets.js';
import { parseOrThrow } from '../../entities/validation.js';
import { HookRegistry } from '../../hooks/hook-registry.js';
import { RouteRegistry, routesFor } from '../../http/route-registry.js';
import { createAccess } from '../access.js';
import type { Access } from '../access.js';
import type { SocketMatch } from '../deps.js';
import { createPasswords } from '../passwords.js';
import type { Passwords } from '../passwords.js';

export const SETUP_CODE = 'TEST-CODE';
export const PASSWORD = 'a long enough secret';

/** One line of the stand-in log: written through the transaction of the change where there is one, so that it is rolled back with it. */
export interface Entry {
  action: string;
  actor: string;
  ip: string | null;
  entity_type: string | null;
  entity_name: string | null;
  metadata: Record<string, unknown>;
}

export interface Answer {
  status: number;
  body: Record<string, unknown>;
  code: string | null;
  retry_after_s: number | undefined;
  cookies: string[];
}

export interface Asking {
  body?: unknown;
  query?: Record<string, string>;
  token?: string;
  if_match?: number;
}

/** Somebody at an address, with the cookies of one browser. */
export interface Visitor {
  cookies: Map<string, string>;
  ip: string;
  request(method: string, path: string, asking?: Asking): Promise<Answer>;
  login(name: string, password?: string): Promise<Answer>;
}

/** Access on a real database, with the real entity store, hooks, contexts and routes, a clock that tests turn, and a log of plain rows. */
export interface World {
  access: Access;
  db: Database;
  /** How often a password was checked against a hash. */
  verified: () => number;
  closed: SocketMatch[];
  entries(): Entry[];
  /** Makes recording fail from now on. */
  breakLog(): void;
  /** Moves the clock and runs the housekeeping once. */
  advance(ms: number): Promise<void>;
  /** The same database under a hub that has just started. */
  restart(): Promise<World>;
  visitor(ip?: string): Visitor;
  /** Sets the hub up with the owner `anna` and gives her browser. */
  owner(): Promise<Visitor>;
  /** Adds a user and gives a browser in which they are signed in. */
  user(name: string, role: string): Promise<Visitor>;
  close(): Promise<void>;
}

interface WorldState {
  db: Database;
  now: { ms: number };
}

const quiet = (): void => undefined;
const log: Logger = { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet };

export async function createWorld(): Promise<World> {
  const db = await Database.open({ filename: ':memory:', onAfterCommitError: quiet });
  await db.migrate('core', migrations);
  await db.read.schema.createTable('test_log', (table) => {
    table.increments('seq');
    table.text('entry').notNullable();
  });
  return buildWorld({ db, now: { ms: Date.UTC(2026, 0, 1) } });
}

async function buildWorld(state: WorldState): Promise<World> {
  const { db, now } = state;
  const contexts = new Contexts(uuidv7);
  const hooks = new HookRegistry(quiet);
  const registry = new RouteRegistry();
  const routes = routesFor(registry, 'core', (_label, undo) => undo);
  const clock = { now: () => now.ms, iso: () => new Date(now.ms).toISOString(), setTimeout: () => quiet };
  const secrets = new SecretBox(randomBytes(32));
  const storeDeps = {
    db,
    hooks,
    context: contexts,
    clock,
    newId: uuidv7,
    secrets,
    bulks: new WeakMap(),
    requireRecorder: quiet,
    publish: quiet,
  };
  const store = new EntityStore(storeDeps);
  const closed: SocketMatch[] = [];
  const housekeeping: (() => void | Promise<void>)[] = [];
  let broken = false;
  let verified = 0;

  const write = async (entry: Entry, tx: Occurrence['tx']): Promise<void> => {
    if (broken) throw new HubError('LK_LOG_UNAVAILABLE', 'The log is broken.');
    const sql = 'INSERT INTO test_log (entry) VALUES (?)';
    const row = [JSON.stringify(entry)];
    await (tx === undefined ? db.transaction((own) => own.run(sql, row)) : tx.run(sql, row));
  };
  hooks.declare('core', 'entity.changing', { policy: 'abort', description: 'a record changes' });
  hooks.tap('test', 'entity.changing', ({ category, action, context, type, name, changed, tx }) =>
    write(
      {
        action: `${category}.${action}`,
        actor: context.actor,
        ip: context.ip,
        entity_type: type,
        entity_name: name,
        metadata: { changed },
      },
      tx,
    ),
  );
  const emit = async <N extends HookName>(name: N, payload: HookPayloads[N]): Promise<void> => {
    // As the vocabulary has it: the two words for tokens are recorded by their entity's change.
    if (name === 'auth.token_created' || name === 'auth.token_revoked') return;
    const { tx, actor, entity_type = null, entity_name = null, metadata = {} } = payload as Occurrence;
    const context = contexts.current();
    await write({ action: name, actor: actor ?? context.actor, ip: context.ip, entity_type, entity_name, metadata }, tx);
  };

  const argon2 = createPasswords();
  const passwords: Passwords = {
    hash: (password) => argon2.hash(password),
    verify: (phc, password) => {
      verified += 1;
      return argon2.verify(phc, password);
    },
  };
  const access = createAccess({
    ...{ db, routes, emit, clock, log, passwords },
    context: contexts,
    entities: {
      register: (definition) => store.register('core', definition, routes).collection,
      bulk: (what, fn) => store.bulk(what, fn),
      nameOf: (type, id) => store.nameOf(type, id),
    },
    newId: uuidv7,
    timers: {
      after: () => quiet,
      every: (_ms, _label, fn) => {
        housekeeping.push(fn);
        return quiet;
      },
    },
    setup_code: SETUP_CODE,
    closeSockets: (match) => closed.push(match),
  });
  await access.start();

  const handle = async (method: string, path: string, asking: Asking, visitor: Visitor): Promise<Reply> => {
    const found = match(registry, method, path);
    const facts = {
      ip: visitor.ip,
      user_agent: 'a test',
      cookie: [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      authorization: asking.token === undefined ? undefined : `Bearer ${asking.token}`,
    };
    const principal: Principal | null = await contexts.run(access.contextOf(null, facts), () => access.authenticate(facts));
    return contexts.run(access.contextOf(principal, facts), async () => {
      await access.authorize(principal, found.route.access);
      const result: unknown = await found.route.handler({
        params: parseOrThrow(found.route.params ?? z.object({}), found.params),
        query: parseOrThrow(found.route.query ?? z.strictObject({}), asking.query ?? {}),
        body: parseOrThrow(found.route.body ?? z.undefined(), asking.body),
        principal,
        ip: visitor.ip,
        header: (name) => ({ cookie: facts.cookie, 'user-agent': facts.user_agent })[name],
        media_type: null,
        if_match: asking.if_match,
        signal: new AbortController().signal,
      });
      return result instanceof Reply ? result : new Reply(result as object);
    });
  };

  const visitor = (ip = '192.0.2.1'): Visitor => {
    const self: Visitor = {
      cookies: new Map(),
      ip,
      login: (name, password = PASSWORD) => self.request('POST', '/auth/login', { body: { name, password } }),
      async request(method, path, asking = {}) {
        try {
          const reply = await handle(method, path, asking, self);
          const cookies = [reply.headers['Set-Cookie'] ?? []].flat();
          for (const cookie of cookies) remember(self.cookies, cookie);
          return {
            status: reply.status,
            body: (reply.body ?? {}) as Record<string, unknown>,
            code: null,
            retry_after_s: undefined,
            cookies,
          };
        } catch (error) {
          if (!(error instanceof HubError)) throw error;
          return {
            status: error.status,
            body: { detail: error.message, errors: error.errors },
            code: error.code,
            retry_after_s: error.retry_after_s,
            cookies: [],
          };
        }
      },
    };
    return self;
  };

  const world: World = {
    access,
    db,
    verified: () => verified,
    closed,
    entries: () => db.all<{ entry: string }>('SELECT entry FROM test_log ORDER BY seq', []).map(({ entry }) => JSON.parse(entry) as Entry),
    breakLog: () => {
      broken = true;
    },
    async advance(ms) {
      now.ms += ms;
      for (const fn of housekeeping) await fn();
    },
    async restart() {
      await access.stop();
      return buildWorld(state);
    },
    visitor,
    async owner() {
      const browser = visitor();
      await browser.request('POST', '/setup', { body: { code: SETUP_CODE, name: 'anna', display_name: 'Anna', password: PASSWORD } });
      world.owner = () => Promise.resolve(browser);
      return browser;
    },
    async user(name, role) {
      const owner = await world.owner();
      await owner.request('POST', '/users', { body: { name, role, password: PASSWORD } });
      const browser = visitor();
      await browser.login(name);
      return browser;
    },
    close: () => db.close(),
  };
  return world;
}

function remember(jar: Map<string, string>, cookie: string): void {
  const [pair = '', ...attributes] = cookie.split('; ');
  const [name = '', value = ''] = pair.split('=');
  if (attributes.includes('Max-Age=0')) jar.delete(name);
  else jar.set(name, value);
}

function match(registry: RouteRegistry, method: string, path: string) {
  for (const route of registry.all()) {
    const [wanted, given] = [route.path.split('/'), path.split('/')];
    const fits = wanted.length === given.length && wanted.every((part, index) => part.startsWith(':') || part === given[index]);
    if (route.method !== method || !fits) continue;
    const params = Object.fromEntries(wanted.flatMap((part, index) => (part.startsWith(':') ? [[part.slice(1), given[index] ?? '']] : [])));
    return { route, params };
  }
  throw new Error(`no route ${method} ${path}`);
}
