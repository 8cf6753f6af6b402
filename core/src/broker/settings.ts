import { z } from 'zod';
import { settingSchemas } from '../config/settings.js';
import { checkBaseTopic } from '../mqtt/topics.js';

/** The broker inside the hub. Off, and on loopback, until somebody says otherwise. */
export const brokerSettings = z.object({
  enabled: z.boolean().default(false).meta({
    title: 'Run a broker in the hub',
    description: 'Speaks MQTT 3.1.1. What it keeps for subscribers is gone when the hub restarts.',
  }),
  host: settingSchemas.host.default('127.0.0.1').meta({
    title: 'Listen on',
    description: '127.0.0.1 is for programs on this machine; 0.0.0.0 lets the whole network in, unencrypted.',
    ui: { show_if: { field: 'enabled', equals: true } },
  }),
  port: settingSchemas.port.default(1883).meta({ title: 'Port', ui: { show_if: { field: 'enabled', equals: true } } }),
  discovery_prefix: z
    .string()
    .max(128)
    .default('homeassistant')
    .meta({
      title: 'Discovery prefix',
      description: 'Below it devices announce themselves to Home Assistant and to the hub.',
      ui: { show_if: { field: 'enabled', equals: true } },
    }),
});
export type BrokerSettings = z.output<typeof brokerSettings>;

/** Throws `LK_VALIDATION` for what the schema alone cannot tell. */
export function checkBrokerSettings({ discovery_prefix }: BrokerSettings): void {
  checkBaseTopic(discovery_prefix, '/discovery_prefix');
}
