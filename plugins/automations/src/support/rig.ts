import { definePlugin } from '@lightkeeper/plugin-sdk';
import type { Hub, JsonValue, RunFacts, Vocabulary } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub, TestHubOptions } from '@lightkeeper/plugin-sdk-testing';
import { Arming, holdsMigration } from '../arming/index.js';
import type { TriggerFiring } from '../arming/index.js';
import { ConditionTester, addConditions } from '../conditions/index.js';
import { Expressions } from '../expressions/index.js';
import { Kinds } from '../kinds/index.js';
import { DeviceWatch, addTriggers, knownValuesMigration } from '../triggers/index.js';

export interface Rig {
  readonly test: TestHub;
  readonly hub: Hub<Record<never, never>, Vocabulary>;
  readonly kinds: Kinds;
  readonly expressions: Expressions;
  readonly tester: ConditionTester;
  readonly watch: DeviceWatch;
  readonly arming: Arming;
  /** What has fired so far, with the automation's id. */
  readonly firings: (TriggerFiring & { readonly automation_id: string })[];
  /** The ids of automations whose triggers fare otherwise. */
  readonly changes: string[];
  /** Adds a virtual device, and gives its id. */
  addDevice(name: string, config?: Record<string, unknown>): Promise<string>;
  command(device_id: string, command: Record<string, unknown>): Promise<void>;
  setHome(home: { time_zone?: string; latitude?: number; longitude?: number }): Promise<void>;
  /** Descriptions of what has fired since the last call. */
  fired(): string[];
}

type Parts = Pick<Rig, 'hub' | 'kinds' | 'expressions' | 'tester' | 'watch' | 'arming'>;

/** The real kernel with real devices, and of this plugin all that hears and judges, but no runs. */
export async function createRig(options: TestHubOptions = {}): Promise<Rig> {
  const firings: Rig['firings'] = [];
  const changes: string[] = [];
  const composed: Parts[] = [];
  const definition = definePlugin({
    migrations: [holdsMigration, knownValuesMigration],
    setup(hub) {
      composed.push(compose(hub, firings, changes));
    },
  });
  const test = await createTestHub({
    built_ins: ['activity-log', 'devices', 'scenes', 'capture'],
    mqtt: true,
    ...options,
    plugins: [
      {
        manifest: {
          id: 'automations',
          name: 'Parts of automations',
          sdk: '*',
          dependsOn: ['activity-log', 'devices'],
          permissions: ['activity', 'database', 'devices', 'mqtt', 'routes'],
        },
        definition: definition as never,
        built_in: true,
      },
      ...(options.plugins ?? []),
    ],
  });
  /** Those of the plugin's last start. */
  const latest = (): Parts => {
    const parts = composed.at(-1);
    if (parts === undefined) throw new Error(`The plugin did not start: ${test.plugin('automations').reason ?? ''}`);
    return parts;
  };
  await test.settle();
  return {
    test,
    get hub() {
      return latest().hub;
    },
    get kinds() {
      return latest().kinds;
    },
    get expressions() {
      return latest().expressions;
    },
    get tester() {
      return latest().tester;
    },
    get watch() {
      return latest().watch;
    },
    get arming() {
      return latest().arming;
    },
    firings,
    changes,
    async addDevice(name, config = { kind: 'light' }) {
      const { status, body } = await test.request('POST', '/devices', { body: { name, driver: 'virtual', config } });
      if (status !== 201) throw new Error(JSON.stringify(body));
      await test.settle();
      return (body as { id: string }).id;
    },
    async command(device_id, command) {
      const { status, text } = await test.request('POST', `/devices/${device_id}/command`, { body: command });
      if (status >= 300) throw new Error(text);
      await test.settle();
    },
    async setHome(home) {
      const { status, text } = await test.request('PATCH', '/settings/hub', { body: home });
      if (status !== 200) throw new Error(text);
      await test.settle();
    },
    fired: () => firings.splice(0).map(({ trigger }) => trigger.description),
  };
}

function compose(hub: Hub<Record<never, never>, Vocabulary>, firings: Rig['firings'], changes: string[]): Parts {
  const watch = new DeviceWatch(hub);
  const expressions = new Expressions({ clock: hub.clock, home: hub.home, devices: watch });
  const kinds = new Kinds((expression) => expressions.check(expression));
  addTriggers(kinds, hub, watch, expressions);
  addConditions(kinds, hub, watch, expressions);
  const arming = new Arming({
    hub,
    kinds,
    fired: (automation_id, firing) => void firings.push({ automation_id, ...firing }),
    changed: (automation_id) => void changes.push(automation_id),
  });
  hub.effect('triggers', () => arming.stop());
  const tester = new ConditionTester({ kinds, clock: hub.clock, home: hub.home });
  return { hub, kinds, expressions, tester, watch, arming };
}

/** Facts of a run, for conditions and expressions. */
export function runFacts(given: { data?: Record<string, JsonValue>; id?: string; variables?: Record<string, JsonValue> } = {}): RunFacts {
  return {
    automation_id: 'a',
    automation_name: 'A',
    trace_id: 't',
    trigger: { path: 'triggers.0', kind: 'manual', id: given.id ?? null, description: 'Somebody ran it', data: given.data ?? {} },
    variables: given.variables ?? {},
    dry_run: false,
  };
}
