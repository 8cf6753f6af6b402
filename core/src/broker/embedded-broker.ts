import { safeText, type BrokerStatus, type Disposer, type HookName, type HookPayloads, type Logger } from '@lightkeeper/plugin-sdk';
import { backoffDelay } from '../mqtt/backoff.js';
import type { MqttTransport } from '../mqtt/index.js';
import type { HubClock } from '../time/clock.js';
import type { RunningBroker } from './running-broker.js';
import type { BrokerSettings } from './settings.js';

export interface EmbeddedBrokerDeps {
  clock: HubClock;
  log: Logger;
  /** Opens a broker; see {@link runBroker}. */
  open: (
    at: { host: string; port: number },
    listeners: { onClients: () => void; onError: (error: Error) => void },
  ) => Promise<RunningBroker>;
  /** Gives the hub its way in when the broker runs, and takes it back (null) before it ends. */
  attach: (transport: MqttTransport | null) => Promise<void>;
  /** Tells of a start, an end and a failure. */
  tell: <N extends HookName>(name: N, payload: HookPayloads[N]) => Promise<void>;
  /** Runs what nobody asked for: a later try. */
  asSystem: <T>(fn: () => T) => T;
  onStatus: (status: BrokerStatus) => void;
  random?: () => number;
}

/** The broker inside the hub: kept running while it is enabled. */
export interface EmbeddedBroker {
  /** Takes settings into use, at the start and whenever they change. */
  configure(settings: BrokerSettings): Promise<void>;
  status(): BrokerStatus;
  /** Closes the connections of an account at once. */
  disconnect(account_id: string): void;
  stop(): Promise<void>;
}

/** Between two messages about the clients: a flood of connections must not become one of events. */
const STATUS_EVERY_MS = 250;

/** Makes the supervised broker. It is off until it is configured. */
export function createEmbeddedBroker(deps: EmbeddedBrokerDeps): EmbeddedBroker {
  const { clock, log, attach, asSystem, random = Math.random } = deps;
  let settings: BrokerSettings | null = null;
  let running: RunningBroker | null = null;
  let state: BrokerStatus['state'] = 'off';
  let since = clock.iso();
  let error: string | null = null;
  let failures = 0;
  let cancelRetry: Disposer | null = null;
  let cancelStatus: Disposer | null = null;
  let stale = false;
  let work: Promise<void> = Promise.resolve();

  const status = (): BrokerStatus => ({
    state,
    host: running?.host ?? null,
    port: running?.port ?? null,
    since,
    error,
    clients: running?.clients() ?? [],
  });

  function changed(): void {
    if (settings === null) return;
    if (cancelStatus !== null) {
      stale = true;
      return;
    }
    stale = false;
    deps.onStatus(status());
    cancelStatus = clock.setTimeout(() => {
      cancelStatus = null;
      if (stale) changed();
    }, STATUS_EVERY_MS);
  }

  function enter(next: BrokerStatus['state'], reason: string | null): void {
    if (next !== state) since = clock.iso();
    state = next;
    error = reason;
    stale = true;
    void cancelStatus?.();
    cancelStatus = null;
    changed();
  }

  async function start({ host, port }: BrokerSettings): Promise<void> {
    try {
      const mine = await deps.open(
        { host, port },
        {
          onClients: changed,
          onError: (problem) => {
            void inTurn(async () => {
              if (running !== mine) return;
              await close();
              await fail(host, port, problem);
            });
          },
        },
      );
      running = mine;
    } catch (problem) {
      await fail(host, port, problem);
      return;
    }
    failures = 0;
    enter('running', null);
    log.info('The embedded broker listens', { host, port: running.port });
    await deps.tell('system.broker_started', { ...ABOUT, metadata: { address: addressOf(host, running.port) } });
    await attach(running.transport);
  }

  async function fail(host: string, port: number, problem: unknown): Promise<void> {
    failures += 1;
    const reason = sentenceFor(problem, host, port);
    const known = reason === error;
    enter('failed', reason);
    const delay = backoffDelay(failures, random);
    log[known ? 'debug' : 'warn']('The embedded broker does not run', { reason, next_try_ms: delay });
    cancelRetry = clock.setTimeout(() => {
      cancelRetry = null;
      void inTurn(() => asSystem(() => (settings?.enabled === true ? start(settings) : Promise.resolve())));
    }, delay);
    if (!known) await deps.tell('system.broker_failed', { ...ABOUT, metadata: { reason } });
  }

  /** Ends what runs: the hub leaves first, as long as there is somebody to say goodbye to. */
  async function close(): Promise<void> {
    await cancelRetry?.();
    cancelRetry = null;
    const mine = running;
    if (mine === null) return;
    await attach(null);
    running = null;
    await mine.close();
  }

  function inTurn(fn: () => Promise<void>): Promise<void> {
    const result = work.then(fn);
    work = result.catch((problem: unknown) => {
      log.error('The embedded broker made an error', { reason: String(problem) });
    });
    return result;
  }

  return {
    status,
    configure: (next) =>
      inTurn(async () => {
        const before = settings;
        settings = next;
        if (before !== null && before.enabled === next.enabled && before.host === next.host && before.port === next.port) return;
        const address = running === null ? null : addressOf(running.host, running.port);
        await close();
        failures = 0;
        if (state !== 'off') enter('off', null);
        if (address !== null) await deps.tell('system.broker_stopped', { ...ABOUT, metadata: { address } });
        if (next.enabled) await start(next);
      }),
    disconnect(account_id) {
      running?.disconnect(account_id);
    },
    stop: () =>
      inTurn(async () => {
        settings = null;
        await cancelRetry?.();
        const mine = running;
        running = null;
        await mine?.close();
        state = 'off';
        await cancelStatus?.();
      }),
  };
}

const ABOUT = { entity_type: 'settings', entity_id: 'broker', entity_name: 'Broker' } as const;

function addressOf(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Why it cannot listen, and what to do about it. */
function sentenceFor(problem: unknown, host: string, port: number): string {
  const code = problem instanceof Error && 'code' in problem ? String(problem.code) : '';
  switch (code) {
    case 'EADDRINUSE':
      return `Another program listens at ${addressOf(host, port)} already. Stop it, or choose another port.`;
    case 'EACCES':
      return `The hub may not listen at port ${port}. Choose one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `This machine has no address ${host}. Use 127.0.0.1 or 0.0.0.0, or an address of its own.`;
    default:
      return `The broker ended with an error (${safeText(code === '' ? String(problem) : code, 200)}).`;
  }
}
