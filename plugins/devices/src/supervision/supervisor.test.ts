import { AsyncLocalStorage } from 'node:async_hooks';
import { HubError, z } from '@lightkeeper/plugin-sdk';
import type {
  ContextInput,
  ContextService,
  DeviceConnection,
  DeviceDriver,
  DeviceReporter,
  DriverTools,
  HttpClient,
  Logger,
  RequestContext,
  Timers,
} from '@lightkeeper/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DriverRegistry } from '../drivers/registry.js';
import { Supervisor } from './supervisor.js';
import type { DeviceView, StatusChange } from './supervisor.js';

const silent: Logger = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const noHttp: HttpClient = {
  request: () => Promise.reject(new Error('no network in this test')),
  socket: () => {
    throw new Error('no network in this test');
  },
};

/** Timers as the hub's, on the faked ones of vitest. */
const timers: Timers = {
  after(ms, _label, fn) {
    const timer = setTimeout(() => void fn(), ms);
    return () => {
      clearTimeout(timer);
    };
  },
  every(ms, _label, fn) {
    const timer = setInterval(() => void fn(), ms);
    return () => {
      clearInterval(timer);
    };
  },
};

function contexts(): ContextService {
  const storage = new AsyncLocalStorage<RequestContext>();
  const of = (input: ContextInput): RequestContext => ({
    actor_id: null,
    correlation_id: '',
    cause_id: null,
    ip: null,
    user_agent: null,
    role: null,
    ...input,
  });
  return {
    current: () => storage.getStore() ?? of({ actor: 'system', origin: 'system' }),
    run: (input, fn) => storage.run(of(input), fn),
  };
}

/** A lamp whose plug is in the test's hand. */
class Lamp {
  plugged = true;
  /** Takes the connection and then never says a word. */
  hanging = false;
  tries = 0;
  open = 0;
  reporter: DeviceReporter | null = null;
  tools: DriverTools | null = null;

  readonly driver: DeviceDriver = {
    id: 'lamp',
    name: 'Lamp',
    description: '',
    config: z.strictObject({}),
    connect: async (_config, reporter, tools): Promise<DeviceConnection> => {
      this.tries += 1;
      this.tools = tools;
      if (this.hanging) await new Promise(() => undefined);
      await Promise.resolve();
      if (!this.plugged) throw new HubError('LK_UPSTREAM', 'Nothing listens there.');
      this.reporter = reporter;
      this.open += 1;
      return {
        description: { capabilities: ['on_off'], state: { on: false } },
        command: (command) => {
          reporter.state({ on: command.on ?? false });
          return Promise.resolve();
        },
        close: () => {
          this.open -= 1;
        },
      };
    },
  };

  unplug(): void {
    this.plugged = false;
    this.reporter?.lost('It no longer answers.');
  }
}

function watch(lamp: Lamp): {
  supervisor: Supervisor;
  statuses: { view: DeviceView; change: StatusChange; actor: string }[];
  states: { on: boolean | undefined; actor: string }[];
  transitions: () => string[];
  context: ContextService;
} {
  const registry = new DriverRegistry(() => {});
  registry.register(lamp.driver, 'test');
  const driver = registry.get('lamp');
  if (driver === undefined) throw new Error('the driver is not there');
  const context = contexts();
  const statuses: { view: DeviceView; change: StatusChange; actor: string }[] = [];
  const states: { on: boolean | undefined; actor: string }[] = [];
  let ids = 0;
  const supervisor = new Supervisor({ id: 'd1', name: 'Sofa lamp', config: {} }, driver, {
    log: silent,
    http: noHttp,
    clock: { now: () => Date.now(), iso: () => new Date().toISOString() },
    timers,
    context,
    newId: () => `id-${++ids}`,
    random: () => 1,
    onStatus: (_device, view, change) => statuses.push({ view, change, actor: context.current().actor }),
    onState: (_device, state) => states.push({ on: state.on, actor: context.current().actor }),
    onEvent: () => {},
    onDescribed: () => {},
  });
  const transitions = (): string[] =>
    statuses.filter(({ view, change }) => view.status !== change.before).map(({ view, change }) => `${change.before} -> ${view.status}`);
  return { supervisor, statuses, states, transitions, context };
}

describe('watching over a device', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('goes from unknown to online, and tells it once', async () => {
    const lamp = new Lamp();
    const { supervisor, transitions, statuses } = watch(lamp);
    expect(supervisor.view.status).toBe('unknown');
    supervisor.tryNow();
    supervisor.tryNow();
    await vi.advanceTimersByTimeAsync(0);
    expect(transitions()).toEqual(['unknown -> online']);
    expect(statuses[0]?.actor).toBe('device:Sofa lamp');
    expect(lamp.tries).toBe(1);
    expect(supervisor.view).toMatchObject({ status: 'online', reason: null, capabilities: ['on_off'], state: { on: false } });
    await supervisor.stop();
    expect(lamp.open).toBe(0);
  });

  it('says why it is offline and when it tries again, tells the transition once, and finds it back', async () => {
    const lamp = new Lamp();
    lamp.plugged = false;
    const { supervisor, transitions, statuses } = watch(lamp);
    supervisor.tryNow();
    await vi.advanceTimersByTimeAsync(0);
    expect(supervisor.view).toMatchObject({ status: 'offline', reason: 'Nothing listens there.', next_try_at: 1_001_000 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lamp.tries).toBeGreaterThan(12);
    expect(transitions()).toEqual(['unknown -> offline']);
    lamp.plugged = true;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(transitions()).toEqual(['unknown -> offline', 'offline -> online']);
    expect(supervisor.view.next_try_at).toBeNull();
    expect(statuses.at(-1)?.change.held_ms).toBeGreaterThanOrEqual(60_000);
    await supervisor.stop();
  });

  it('sees the plug pulled, and closes what is left', async () => {
    const lamp = new Lamp();
    const { supervisor, transitions } = watch(lamp);
    supervisor.tryNow();
    await vi.advanceTimersByTimeAsync(40_000);
    lamp.unplug();
    expect(supervisor.view).toMatchObject({ status: 'offline', reason: 'It no longer answers.' });
    expect(lamp.open).toBe(0);
    lamp.plugged = true;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(transitions()).toEqual(['unknown -> online', 'online -> offline', 'offline -> online']);
    await supervisor.stop();
  });

  it('waits longer and longer for a device that connects and drops at once', async () => {
    const lamp = new Lamp();
    const { supervisor } = watch(lamp);
    supervisor.tryNow();
    await vi.advanceTimersByTimeAsync(0);
    const waits: number[] = [];
    for (let index = 0; index < 4; index += 1) {
      lamp.reporter?.lost('Again.');
      const wait = (supervisor.view.next_try_at ?? 0) - Date.now();
      waits.push(wait);
      await vi.advanceTimersByTimeAsync(wait);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 5_000]);
    await supervisor.stop();
  });

  it('gives up a driver that never answers, within its limit', async () => {
    const lamp = new Lamp();
    lamp.hanging = true;
    const { supervisor } = watch(lamp);
    supervisor.tryNow();
    await vi.advanceTimersByTimeAsync(4_999);
    expect(supervisor.view.status).toBe('unknown');
    await vi.advanceTimersByTimeAsync(1);
    expect(supervisor.view).toMatchObject({ status: 'offline', reason: 'It did not answer within 5 s.' });
    expect(lamp.tools?.signal.aborted).toBe(true);
    await supervisor.stop();
  });

  it('hears nothing of a connection that ended, and leaves no timer behind', async () => {
    const lamp = new Lamp();
    const { supervisor, states, transitions } = watch(lamp);
    supervisor.tryNow();
    await vi.advanceTimersByTimeAsync(0);
    lamp.tools?.timers.every(100, 'a forgotten timer', () => undefined);
    const { reporter } = lamp;
    await supervisor.stop();
    reporter?.state({ on: true });
    reporter?.lost('too late');
    expect(states).toHaveLength(1);
    expect(transitions()).toEqual(['unknown -> online']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends the waiting of those who wait for a try when it is stopped', async () => {
    const lamp = new Lamp();
    lamp.hanging = true;
    const { supervisor } = watch(lamp);
    supervisor.tryNow();
    const { trying } = supervisor;
    await supervisor.stop();
    await expect(trying).resolves.toBeUndefined();
  });

  it('tells a state once, as the device, and keeps the cause of one that a command brought', async () => {
    const lamp = new Lamp();
    const { supervisor, states, context } = watch(lamp);
    supervisor.tryNow();
    await vi.advanceTimersByTimeAsync(0);
    lamp.reporter?.state({ on: true });
    lamp.reporter?.state({ on: true });
    await context.run({ actor: 'user:anna', origin: 'ui' }, () => supervisor.command({ on: false }, new AbortController().signal));
    expect(states).toEqual([
      { on: false, actor: 'device:Sofa lamp' },
      { on: true, actor: 'device:Sofa lamp' },
      { on: false, actor: 'user:anna' },
    ]);
    await supervisor.stop();
    await expect(supervisor.command({ on: true }, new AbortController().signal)).rejects.toMatchObject({ code: 'LK_DEVICE_OFFLINE' });
  });
});
