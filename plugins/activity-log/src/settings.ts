import { z } from '@lightkeeper/plugin-sdk';

/** The settings of the log, with defaults that suit a home. */
export const settingsSchema = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .meta({ title: 'Record activity', description: 'Turning it off is recorded itself; from then on nothing else is.' }),
  retention_days: z
    .number()
    .int()
    .min(1)
    .max(3650)
    .default(90)
    .meta({ title: 'Keep entries for', description: 'Older entries are removed.', ui: { unit: 'days' } }),
  retention_entries: z
    .number()
    .int()
    .min(1000)
    .max(50_000_000)
    .default(1_000_000)
    .meta({ title: 'Keep at most', description: 'When there are more, the oldest are removed.', ui: { unit: 'entries' } }),
  mirror_enabled: z
    .boolean()
    .default(true)
    .meta({ title: 'Mirror to MQTT', description: 'Every entry also goes to the broker, in order, and none is lost while it is away.' }),
  mirror_addresses: z
    .boolean()
    .default(false)
    .meta({ title: 'Mirror addresses too', description: 'Sends IP addresses and user agents to the broker as well.' }),
});

export type LogSettings = z.output<typeof settingsSchema>;
