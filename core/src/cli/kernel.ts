import { HubError, type HttpMethod, type Principal } from '@lightkeeper/plugin-sdk';
import { z } from 'zod';
import type { HubConfig } from '../config/index.js';
import type { Cradle } from '../container.js';
import { parseOrThrow } from '../entities/validation.js';
import { createHub } from '../hub.js';
import { createLogs, stderrOutput } from '../log/index.js';
import type { MqttTransport } from '../mqtt/index.js';
import { paths } from '../paths.js';
import { findPlugins } from '../plugins/find-plugins.js';
import { systemClock } from '../time/clock.js';
import { ensureDataFolder } from './data-folder.js';
import type { Terminal } from './terminal.js';

// The broker belongs to the hub that may be running beside this command; a second client of its name would push it off.
const noBroker: MqttTransport = (_options, events) => {
  queueMicrotask(() => {
    events.closed('not used by this command');
  });
  const never = (): Promise<void> => Promise.reject(new HubError('LK_MQTT_OFFLINE', 'The broker is not used by this command.'));
  return { publish: never, subscribe: never, unsubscribe: never, end: () => Promise.resolve() };
};

/**
 * Runs `fn` with the kernel on a data folder, as the actor `cli`: with the activity log, so that what is done is recorded, without the
 * web server, the broker, discovery and all other plugins. SQLite lets it work beside a hub that runs on the same folder.
 */
export async function withKernel<T>(
  config: HubConfig,
  terminal: Terminal,
  verbose: boolean,
  fn: (cradle: Cradle) => Promise<T>,
): Promise<T> {
  ensureDataFolder(config.data_dir);
  const { output, format } = stderrOutput(terminal.env);
  const logs = createLogs({ level: config.log_level, output: verbose ? output : null, format, clock: systemClock });
  const hub = await createHub({ config: { ...config, mqtt_url: null, mdns: false }, logs, mqttTransport: noBroker });
  try {
    await hub.start({
      listen: false,
      plugins: findPlugins(paths.builtInPlugins, 'built_in').filter(({ manifest }) => manifest.id === 'activity-log'),
    });
    const { cradle } = hub.container;
    return await cradle.contexts.run({ actor: 'cli', origin: 'cli' }, () => fn(cradle));
  } finally {
    await hub.stop();
  }
}

// Whoever may read the data folder may do all that an owner may.
const OPERATOR: Principal = { kind: 'token', id: 'cli', name: 'cli', role: 'owner', scopes: ['*'], session_id: null };

/** Calls a route in the process, with its own validation: a command does what the API does, not something like it. */
export function callRoute(
  { routes }: Cradle,
  method: HttpMethod,
  path: string,
  input: { query?: Record<string, string>; body?: unknown; signal?: AbortSignal } = {},
): unknown {
  const route = routes.all().find((candidate) => candidate.method === method && candidate.path === path);
  if (route === undefined)
    throw new HubError('LK_LOG_UNAVAILABLE', 'The activity log does not run. Try again with --log-level warn to see why.');
  return route.handler({
    params: {},
    query: parseOrThrow(route.query ?? z.strictObject({}), input.query ?? {}, 'query'),
    body: parseOrThrow(route.body ?? z.undefined(), input.body),
    principal: OPERATOR,
    ip: '',
    header: () => undefined,
    media_type: null,
    if_match: undefined,
    signal: input.signal ?? new AbortController().signal,
  });
}
