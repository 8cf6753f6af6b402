import { SEVERITIES, z } from '@lightkeeper/plugin-sdk';
import type { ActionKind } from '@lightkeeper/plugin-sdk';
import type { Notifications } from '../notifications/notifications.js';

const options = z.strictObject({
  title: z.string().trim().min(1).max(120).meta({ title: 'Title' }),
  message: z
    .string()
    .max(1_000)
    .default('')
    .meta({ title: 'Message', ui: { widget: 'textarea' } }),
  severity: z.enum(SEVERITIES).default('info').meta({ title: 'How grave' }),
});

/** Tells people something. */
export function notifyAction(notifications: Pick<Notifications, 'add'>): ActionKind<typeof options> {
  return {
    kind: 'notify',
    name: 'Notify',
    description: 'Shows people a message: on the dashboard, over MQTT, and wherever plugins send it on to.',
    icon: 'bell',
    group: 'message',
    options,
    sentence: ({ title }, words) => `notify ${words.value(title)}`,
    async run(notification, { run }) {
      await notifications.add({ ...notification, trace_id: run.trace_id });
      return null;
    },
    foresee: ({ title, message }) => `Would notify “${title}”${message === '' ? '' : `: ${message}`}.`,
  };
}
