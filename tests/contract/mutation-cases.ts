import type { TestHub } from '@lightkeeper/plugin-sdk-testing';

/** How to use one mutating route, and the entry that it has to leave. */
export interface MutationCase {
  /** Makes what the route needs and gives its parameters. */
  prepare?: (hub: TestHub) => Promise<Record<string, string>>;
  body?: unknown;
  /** In place of `body`: what is sent when it depends on what was made. */
  bodyOf?: (params: Record<string, string>) => unknown;
  /** What `body` is sent as, where it is not JSON. */
  media_type?: string;
  status: number;
  /** `category.action` of the entry. */
  entry: string;
  /** The actor of the entry; by default the token that asks. */
  actor?: string;
  /** No token is sent. */
  anonymous?: boolean;
}

const PASSWORD = 'a lamp for every room';

async function created(hub: TestHub, path: string, body: unknown): Promise<Record<string, string>> {
  const response = await hub.request('POST', path, { body });
  if (response.status !== 201) throw new Error(`POST ${path} answered ${response.status}: ${response.text}`);
  return { id: (response.body as { id: string }).id };
}

const lamp = { name: 'Lamp', driver: 'virtual', config: { kind: 'color_light' } };
const bridge = { name: 'zigbee2mqtt', password: PASSWORD };
const person = { name: 'anna', display_name: 'Anna', role: 'member', password: PASSWORD };

const ambient = {
  name: 'Ambient',
  source: { kind: 'test-pattern' },
  layout: { kind: 'border', top: 4 },
  targets: [{ device_id: 'none' }],
};

const layout = { name: 'Round the screen', layout: { kind: 'border', top: 4 } };

async function running(hub: TestHub): Promise<Record<string, string>> {
  const params = await created(hub, '/captures', ambient);
  await hub.request('POST', `/captures/${params.id ?? ''}/start`);
  return params;
}

async function lit(hub: TestHub): Promise<{ device_id: string; command: object }> {
  const { id: device_id = '' } = await created(hub, '/devices', lamp);
  await hub.settle();
  return { device_id, command: { on: true } };
}

async function arranged(hub: TestHub): Promise<Record<string, string>> {
  return created(hub, '/scenes', { name: 'Evening', devices: [await lit(hub)] });
}

async function activated(hub: TestHub): Promise<Record<string, string>> {
  const params = await arranged(hub);
  await hub.request('POST', `/scenes/${params.id ?? ''}/activate`);
  return params;
}

async function tried(hub: TestHub): Promise<Record<string, string>> {
  const { body } = await hub.request('POST', '/scenes/preview', { body: { devices: [await lit(hub)] } });
  return { id: (body as { preview_id: string }).preview_id };
}

async function listed(hub: TestHub): Promise<Record<string, string>> {
  const { id: scene_id } = await arranged(hub);
  return { ...(await created(hub, '/playlists', { name: 'Slow colours', items: [{ scene_id, duration_ms: 60_000 }] })) };
}

async function playing(hub: TestHub): Promise<Record<string, string>> {
  const params = await listed(hub);
  await hub.request('POST', `/playlists/${params.id ?? ''}/start`);
  return params;
}

async function announced(hub: TestHub): Promise<Record<string, string>> {
  hub.announce({
    name: 'wled-shelf',
    type: 'wled',
    host: 'wled-shelf.local',
    port: 80,
    addresses: ['192.168.1.58'],
    txt: { mac: 'aabbccddeeff' },
  });
  await hub.settle();
  const { items } = (await hub.request('GET', '/discoveries')).body as { items: { id: string }[] };
  return { id: items[0]?.id ?? 'none' };
}

/** A device that somebody removed there: without a broker, as the plugin finds it when it starts. */
async function removedInHomeAssistant(hub: TestHub): Promise<Record<string, string>> {
  const params = await created(hub, '/devices', lamp);
  const { db, supervisor } = hub.hub.container.cradle;
  const [row] = db.all<{ value: string }>("SELECT value FROM home_assistant_facts WHERE key = 'hub_id'", []);
  const object_id = `lightkeeper_${row?.value ?? ''}_${params.id ?? ''}`;
  await db.transaction((tx) => tx.run('INSERT INTO home_assistant_removed (object_id, removed_at) VALUES (?, 0)', [object_id]));
  await supervisor.restart('home-assistant');
  return params;
}

const reminder = { name: 'Reminder', actions: [{ kind: 'notify', title: 'The washing is done' }] };
const patient = { name: 'Patient', actions: [{ kind: 'delay', duration_ms: 60_000 }] };
const blueprintFile = 'blueprint:\n  name: Reminder\nactions:\n  - kind: notify\n    title: The washing is done\n';

async function imported(hub: TestHub): Promise<Record<string, string>> {
  const yaml = { body: blueprintFile, headers: { 'Content-Type': 'text/yaml' } };
  const response = await hub.request('POST', '/blueprints', yaml);
  if (response.status !== 201) throw new Error(`POST /blueprints answered ${response.status}: ${response.text}`);
  return { id: (response.body as { id: string }).id };
}

async function waiting(hub: TestHub): Promise<Record<string, string>> {
  const { id = '' } = await created(hub, '/automations', patient);
  const { trace_id } = (await hub.request('POST', `/automations/${id}/run`)).body as { trace_id: string };
  return { id: trace_id };
}

async function notified(hub: TestHub): Promise<Record<string, string>> {
  const { id = '' } = await created(hub, '/automations', reminder);
  await hub.request('POST', `/automations/${id}/run`);
  await hub.settle();
  const { items } = (await hub.request('GET', '/notifications')).body as { items: { id: string }[] };
  return { id: items[0]?.id ?? 'none' };
}

/**
 * One case for every route that changes something. The test takes the routes from the hub's registry, so that a new one without a case fails it.
 * A case that opens a session of a person needs the session's cookie, and stands in the access tests instead; see `ELSEWHERE`.
 */
export const MUTATION_CASES: Record<string, MutationCase> = {
  'POST /setup': {
    anonymous: true,
    body: { code: 'TEST-CODE', name: 'anna', display_name: 'Anna', password: PASSWORD },
    status: 201,
    entry: 'auth.setup_completed',
    actor: 'user:anna',
  },
  'POST /auth/login': {
    anonymous: true,
    prepare: async (hub) => {
      await created(hub, '/users', { ...person, role: 'owner' });
      return {};
    },
    body: { name: 'anna', password: PASSWORD },
    status: 200,
    entry: 'auth.login_succeeded',
    actor: 'user:anna',
  },
  'POST /users': { body: person, status: 201, entry: 'entity.created' },
  'PATCH /users/:id': {
    prepare: (hub) => created(hub, '/users', person),
    body: { display_name: 'Anna B.' },
    status: 200,
    entry: 'entity.updated',
  },
  'DELETE /users/:id': { prepare: (hub) => created(hub, '/users', person), status: 204, entry: 'entity.deleted' },
  'POST /tokens': { body: { name: 'ha-bridge', role: 'member' }, status: 201, entry: 'auth.token_created' },
  'DELETE /tokens/:id': {
    prepare: (hub) => created(hub, '/tokens', { name: 'ha-bridge', role: 'member' }),
    status: 204,
    entry: 'auth.token_revoked',
  },
  'PATCH /settings/:id': {
    prepare: () => Promise.resolve({ id: 'hub' }),
    body: { home_name: 'Lighthouse' },
    status: 200,
    entry: 'system.settings_changed',
  },
  'POST /plugins/:id/restart': { prepare: () => Promise.resolve({ id: 'devices' }), status: 200, entry: 'system.plugin_restarted' },
  'PUT /activity/settings': { body: { retention_days: 30 }, status: 200, entry: 'system.settings_changed' },
  'POST /activity/prune': {
    prepare: async (hub) => {
      await created(hub, '/areas', { name: 'Hall', kind: 'hall' });
      hub.clock.skip(100 * 24 * 3_600_000);
      return {};
    },
    status: 200,
    entry: 'system.retention_pruned',
  },
  'DELETE /activity': { status: 200, entry: 'system.activity_cleared' },
  'POST /areas': { body: { name: 'Hall', kind: 'hall' }, status: 201, entry: 'entity.created' },
  'PATCH /areas/:id': {
    prepare: (hub) => created(hub, '/areas', { name: 'Hall', kind: 'hall' }),
    body: { name: 'Entry' },
    status: 200,
    entry: 'entity.updated',
  },
  'DELETE /areas/:id': { prepare: (hub) => created(hub, '/areas', { name: 'Hall', kind: 'hall' }), status: 204, entry: 'entity.deleted' },
  'POST /mqtt-accounts': { body: bridge, status: 201, entry: 'entity.created' },
  'PATCH /mqtt-accounts/:id': {
    prepare: (hub) => created(hub, '/mqtt-accounts', bridge),
    body: { enabled: false },
    status: 200,
    entry: 'entity.updated',
  },
  'DELETE /mqtt-accounts/:id': { prepare: (hub) => created(hub, '/mqtt-accounts', bridge), status: 204, entry: 'entity.deleted' },
  'POST /devices': { body: lamp, status: 201, entry: 'entity.created' },
  'PATCH /devices/:id': {
    prepare: (hub) => created(hub, '/devices', lamp),
    body: { name: 'Sofa lamp' },
    status: 200,
    entry: 'entity.updated',
  },
  'DELETE /devices/:id': { prepare: (hub) => created(hub, '/devices', lamp), status: 204, entry: 'entity.deleted' },
  'POST /devices/:id/command': {
    prepare: async (hub) => {
      const params = await created(hub, '/devices', lamp);
      await hub.settle();
      return params;
    },
    body: { on: true, brightness: 128 },
    status: 200,
    entry: 'device.commanded',
  },
  'POST /devices/command': {
    prepare: async (hub) => {
      await created(hub, '/devices', { ...lamp, labels: ['evening'] });
      await hub.settle();
      return {};
    },
    body: { targets: { labels: ['evening'] }, command: { on: true } },
    status: 200,
    entry: 'device.commanded',
  },
  'POST /devices/:id/replace': {
    prepare: (hub) => created(hub, '/devices', lamp),
    body: { config: { kind: 'light' } },
    status: 200,
    entry: 'device.replaced',
  },
  'POST /home-assistant/devices/:id/announce': {
    prepare: removedInHomeAssistant,
    status: 204,
    entry: 'device.shown_in_home_assistant',
  },
  'POST /discoveries/:id/confirm': { prepare: announced, body: { name: 'Shelf' }, status: 201, entry: 'entity.created' },
  'POST /discoveries/:id/ignore': { prepare: announced, status: 200, entry: 'device.ignored' },
  'DELETE /discoveries/:id/ignore': {
    prepare: async (hub) => {
      const params = await announced(hub);
      await hub.request('POST', `/discoveries/${params.id ?? ''}/ignore`);
      return params;
    },
    status: 200,
    entry: 'device.unignored',
  },
  'POST /captures': { body: ambient, status: 201, entry: 'entity.created' },
  'PATCH /captures/:id': {
    prepare: (hub) => created(hub, '/captures', ambient),
    body: { rate: 30 },
    status: 200,
    entry: 'entity.updated',
  },
  'DELETE /captures/:id': { prepare: (hub) => created(hub, '/captures', ambient), status: 204, entry: 'entity.deleted' },
  'POST /captures/:id/start': { prepare: (hub) => created(hub, '/captures', ambient), status: 200, entry: 'capture.started' },
  'POST /captures/:id/stop': { prepare: running, status: 200, entry: 'capture.stopped' },
  'POST /captures/start': { prepare: (hub) => created(hub, '/captures', ambient), status: 200, entry: 'capture.started' },
  'POST /captures/stop': { prepare: running, status: 200, entry: 'capture.stopped' },
  'POST /captures/:id/calibrate': {
    prepare: (hub) => created(hub, '/captures', ambient),
    body: { grade: { brightness: 60 } },
    status: 200,
    entry: 'capture.calibrated',
  },
  'POST /captures/:id/apply-template': {
    prepare: async (hub) => {
      const { id: template_id = '' } = await created(hub, '/capture-templates', { name: 'Calm', rate: 20 });
      return { ...(await created(hub, '/captures', ambient)), template_id };
    },
    bodyOf: ({ template_id }) => ({ template_id }),
    status: 200,
    entry: 'capture.calibrated',
  },
  'POST /layouts': { body: layout, status: 201, entry: 'entity.created' },
  'POST /layouts/import': {
    body: { name: 'From Hyperion', leds: [{ hmin: 0, hmax: 0.5, vmin: 0, vmax: 0.1 }] },
    status: 201,
    entry: 'entity.created',
  },
  'PATCH /layouts/:id': {
    prepare: (hub) => created(hub, '/layouts', layout),
    body: { layout: { top: 5 } },
    status: 200,
    entry: 'entity.updated',
  },
  'DELETE /layouts/:id': { prepare: (hub) => created(hub, '/layouts', layout), status: 204, entry: 'entity.deleted' },
  'POST /capture-templates': { body: { name: 'Calm' }, status: 201, entry: 'entity.created' },
  'PATCH /capture-templates/:id': {
    prepare: (hub) => created(hub, '/capture-templates', { name: 'Calm' }),
    body: { rate: 20 },
    status: 200,
    entry: 'entity.updated',
  },
  'DELETE /capture-templates/:id': {
    prepare: (hub) => created(hub, '/capture-templates', { name: 'Calm' }),
    status: 204,
    entry: 'entity.deleted',
  },
  'POST /scenes': {
    prepare: async (hub) => ({ device_id: (await lit(hub)).device_id }),
    bodyOf: ({ device_id }) => ({ name: 'Evening', devices: [{ device_id, command: { on: true } }] }),
    status: 201,
    entry: 'entity.created',
  },
  'PATCH /scenes/:id': { prepare: arranged, body: { transition_ms: 2_000 }, status: 200, entry: 'entity.updated' },
  'DELETE /scenes/:id': { prepare: arranged, status: 204, entry: 'entity.deleted' },
  'POST /scenes/snapshot': {
    prepare: async (hub) => ({ device_id: (await lit(hub)).device_id }),
    bodyOf: ({ device_id }) => ({ name: 'Now', device_ids: [device_id] }),
    status: 201,
    entry: 'entity.created',
  },
  'POST /scenes/:id/activate': { prepare: arranged, status: 200, entry: 'automation.scene_activated' },
  'POST /scenes/:id/undo': { prepare: activated, status: 200, entry: 'automation.scene_undone' },
  'POST /scenes/preview': {
    prepare: async (hub) => ({ device_id: (await lit(hub)).device_id }),
    bodyOf: ({ device_id }) => ({ devices: [{ device_id, command: { on: true } }] }),
    status: 200,
    entry: 'device.commanded',
  },
  'DELETE /scenes/previews/:id': { prepare: tried, status: 204, entry: 'device.commanded' },
  'POST /playlists': {
    prepare: async (hub) => ({ scene_id: (await arranged(hub)).id ?? '' }),
    bodyOf: ({ scene_id }) => ({ name: 'Slow colours', items: [{ scene_id, duration_ms: 60_000 }] }),
    status: 201,
    entry: 'entity.created',
  },
  'PATCH /playlists/:id': { prepare: listed, body: { loop: false }, status: 200, entry: 'entity.updated' },
  'DELETE /playlists/:id': { prepare: listed, status: 204, entry: 'entity.deleted' },
  'POST /playlists/:id/start': { prepare: listed, status: 200, entry: 'automation.playlist_started' },
  'POST /playlists/:id/pause': { prepare: playing, status: 200, entry: 'automation.playlist_paused' },
  'POST /playlists/:id/skip': { prepare: playing, status: 200, entry: 'automation.playlist_skipped' },
  'POST /playlists/:id/stop': { prepare: playing, status: 200, entry: 'automation.playlist_stopped' },
  'POST /automations': { body: reminder, status: 201, entry: 'entity.created' },
  'PUT /automations/:id': {
    prepare: (hub) => created(hub, '/automations', reminder),
    body: { ...reminder, mode: 'restart' },
    status: 200,
    entry: 'entity.updated',
  },
  'PATCH /automations/:id': {
    prepare: (hub) => created(hub, '/automations', reminder),
    body: { enabled: false },
    status: 200,
    entry: 'entity.updated',
  },
  'DELETE /automations/:id': { prepare: (hub) => created(hub, '/automations', reminder), status: 204, entry: 'entity.deleted' },
  'POST /automations/:id/run': {
    prepare: (hub) => created(hub, '/automations', reminder),
    status: 200,
    entry: 'automation.automation_triggered',
  },
  'POST /traces/:id/cancel': { prepare: waiting, status: 204, entry: 'automation.automation_cancelled' },
  'POST /blueprints': { body: blueprintFile, media_type: 'text/yaml', status: 201, entry: 'entity.created' },
  'PUT /blueprints/:id': {
    prepare: imported,
    body: blueprintFile.replace('done', 'ready'),
    media_type: 'text/yaml',
    status: 200,
    entry: 'entity.updated',
  },
  'DELETE /blueprints/:id': { prepare: imported, status: 204, entry: 'entity.deleted' },
  'POST /blueprints/:id/automations': { prepare: imported, body: { name: 'Mine' }, status: 201, entry: 'entity.created' },
  'DELETE /notifications/:id': { prepare: notified, status: 204, entry: 'automation.notifications_dismissed' },
  'DELETE /notifications': { prepare: notified, status: 204, entry: 'automation.notifications_dismissed' },
};

/** Routes that act on the caller's own session, which a token has not; `tests/contract/sessions.test.ts` holds them to their entries. */
export const ELSEWHERE = ['POST /auth/logout', 'POST /auth/password', 'DELETE /auth/sessions/:id'];
