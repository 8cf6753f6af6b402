import type { BrokerStatus, HookName, HookPayloads } from '@lightkeeper/plugin-sdk';
import { routesFor } from '../http/route-registry.js';
import type { KernelServices } from '../kernel-services.js';
import type { MqttTransport } from '../mqtt/index.js';
import type { EffectScope } from '../plugins/effects.js';
import { createTimers } from '../time/timers.js';
import { createAccessRules } from './access-rules.js';
import { Accounts, accountType } from './accounts.js';
import { createEmbeddedBroker, type EmbeddedBroker } from './embedded-broker.js';
import { BROKER_LIMITS } from './limits.js';
import { brokerSettings, checkBrokerSettings, type BrokerSettings } from './settings.js';
import { createBrokerSignIn } from './sign-in.js';

const HOUSEKEEPING_MS = 60_000;

/** The parts of the embedded broker that the hub starts and stops. */
export interface BrokerRoom {
  /** Takes the stored settings into use. `attach` gets the hub's own way in; see {@link EmbeddedBroker}. */
  start(attach: (transport: MqttTransport | null) => Promise<void>): Promise<void>;
  status(): BrokerStatus;
  stop(): Promise<void>;
}

type BrokerRoomDeps = Pick<
  KernelServices,
  'clock' | 'contexts' | 'db' | 'entities' | 'gateway' | 'hooks' | 'logs' | 'mqtt' | 'newId' | 'routes' | 'settings'
> & { scope: EffectScope };

/** Registers the accounts and their routes at once; nothing listens before {@link BrokerRoom.start}. */
export function createBrokerRoom(deps: BrokerRoomDeps): BrokerRoom {
  const { clock, contexts, db, entities, gateway, hooks, logs, mqtt, newId, routes, scope, settings } = deps;
  const log = logs.logger('broker');
  const effect = (label: string, undo: () => void | Promise<void>): (() => void | Promise<void>) => scope.add(label, undo);
  const emit = <N extends HookName>(name: N, payload: HookPayloads[N]): Promise<void> => hooks.call(name, payload);
  let discovery_prefix = brokerSettings.parse({}).discovery_prefix;
  const { collection } = entities.register(
    'core',
    accountType(() => [mqtt.base_topic, discovery_prefix].map((topic) => topic.split('/', 1)[0] ?? '')),
    routesFor(routes, 'core', effect),
  );
  const accounts = new Accounts(collection);
  const signIn = createBrokerSignIn({ db, clock, log, accounts, runAs: (context, fn) => contexts.run(context, fn), emit });
  const rules = createAccessRules(() => ({
    base_topic: mqtt.base_topic,
    discovery_prefix,
    commands: () => mqtt.commands().map(({ topic }) => topic.split('/')),
    isAccount: (name) => accounts.has(name),
  }));
  let broker: EmbeddedBroker | null = null;

  return {
    status: () => broker?.status() ?? { state: 'off', host: null, port: null, since: clock.iso(), error: null, clients: [] },
    async start(attach) {
      const { handle, undo } = await settings.register('broker', 'Broker', brokerSettings, (value) => {
        checkBrokerSettings(value as BrokerSettings);
      });
      await accounts.load();
      signIn.load();
      const made = createEmbeddedBroker({
        clock,
        log,
        // A hub without a broker of its own need not carry the library.
        open: async (at, listeners) => {
          const { runBroker } = await import('./running-broker.js');
          return runBroker(at, { clock, log, accounts, rules, signIn, newId, limits: BROKER_LIMITS, ...listeners });
        },
        attach,
        tell: emit,
        asSystem: (fn) => contexts.run({ actor: 'system', origin: 'system' }, fn),
        onStatus: (status) => {
          gateway.publish('broker_status', { status }, { role: 'admin', scope: 'mqtt:read' });
        },
      });
      broker = made;
      const configure = async (next: BrokerSettings): Promise<void> => {
        discovery_prefix = next.discovery_prefix;
        await made.configure(next);
      };
      scope.add('settings: broker', undo);
      scope.add(
        'settings: follow broker',
        handle.onChange((next) => configure(next as BrokerSettings)),
      );
      scope.add(
        'accounts of the broker',
        hooks.tap('core', 'entity.changed', async ({ type, id }) => {
          if (type !== 'mqtt_account') return;
          await accounts.load();
          made.disconnect(id);
        }),
      );
      createTimers({
        clock,
        effect,
        onError: (label, error) => {
          log.error(`The timer "${label}" failed`, { reason: String(error) });
        },
      }).every(HOUSEKEEPING_MS, 'broker housekeeping', () => signIn.sweep());
      await contexts.run({ actor: 'system', origin: 'system' }, () => configure(handle.value as BrokerSettings));
    },
    async stop() {
      await broker?.stop();
      await signIn.idle();
    },
  };
}
