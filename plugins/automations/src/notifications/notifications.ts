import { HubError, safeText } from '@lightkeeper/plugin-sdk';
import type { ActivityWriter, HookCaller, Hub, Notification, Severity, Vocabulary } from '@lightkeeper/plugin-sdk';
import type { VOCABULARY } from '../vocabulary.js';

/** Nobody reads more; the oldest make room. */
const MAX_KEPT = 200;
const READERS = { role: 'viewer', scope: 'notifications:read' } as const;

interface Row {
  id: string;
  at: number;
  title: string;
  message: string;
  severity: Severity;
  actor: string;
  trace_id: string | null;
}

interface Deps {
  hub: Pick<Hub<Record<never, never>, Vocabulary>, 'db' | 'clock' | 'newId' | 'context' | 'sockets' | 'mqtt' | 'log'>;
  activity: ActivityWriter<typeof VOCABULARY>;
  notified: HookCaller<'automation.notified'>;
}

export interface NewNotification {
  title: string;
  message: string;
  severity: Severity;
  /** The run that sends it. */
  trace_id: string | null;
}

/** What people should know, until somebody puts it away. */
export class Notifications {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Newest first. */
  list(): Notification[] {
    const rows = this.#deps.hub.db.all<Row>(
      'SELECT id, at, title, message, severity, actor, trace_id FROM automations_notifications ORDER BY id DESC',
      [],
    );
    return rows.map(({ at, ...row }) => ({ ...row, at: new Date(at).toISOString() }));
  }

  /** Shows something to people, as the context's actor, and sends it on. */
  async add(input: NewNotification): Promise<Notification> {
    const { hub, activity, notified } = this.#deps;
    const notification: Notification = {
      id: hub.newId(),
      at: hub.clock.iso(),
      title: safeText(input.title, 120),
      message: input.message
        .split('\n')
        .map((line) => safeText(line, 1_000))
        .join('\n'),
      severity: input.severity,
      actor: hub.context.current().actor,
      trace_id: input.trace_id,
    };
    const { id, title, message, severity, actor, trace_id } = notification;
    await hub.db.transaction(async (tx) => {
      await tx.run(
        'INSERT INTO automations_notifications (id, at, title, message, severity, actor, trace_id) VALUES (?, ?, ?, ?, ?, ?, ?)',
        [...[id, Date.parse(notification.at), title, message], ...[severity, actor, trace_id]],
      );
      await tx.run(
        'DELETE FROM automations_notifications WHERE id NOT IN (SELECT id FROM automations_notifications ORDER BY id DESC LIMIT ?)',
        [MAX_KEPT],
      );
      const metadata = { title, ...(trace_id !== null && { trace_id }) };
      await activity.record('automation', 'notified', { severity, metadata }, { tx });
    });
    hub.sockets.publish('notification', { notification }, READERS);
    this.#tellBroker(notification);
    await notified.call({ notification });
    return notification;
  }

  async dismiss(id: string): Promise<void> {
    const gone = await this.#remove('DELETE FROM automations_notifications WHERE id = ?', [id]);
    if (gone === 0) throw new HubError('LK_NOT_FOUND', 'There is no such notification; somebody may have put it away already.');
  }

  async dismissAll(): Promise<void> {
    await this.#remove('DELETE FROM automations_notifications', []);
  }

  async #remove(sql: string, params: string[]): Promise<number> {
    const { hub, activity } = this.#deps;
    const gone = await hub.db.transaction(async (tx) => {
      const { changes } = await tx.run(sql, params);
      if (changes > 0) await activity.record('automation', 'notifications_dismissed', { metadata: { count: changes } }, { tx });
      return changes;
    });
    if (gone > 0) hub.sockets.publish('notification', { notification: null }, READERS);
    return gone;
  }

  /** Those who listen to the broker hear of it now or not at all: whoever was away looks at the list. */
  #tellBroker(notification: Notification): void {
    const { mqtt, log } = this.#deps.hub;
    if (!mqtt.connected) return;
    mqtt.publish('notifications', JSON.stringify(notification), { qos: 1 }).catch((error: unknown) => {
      log.debug('A notification could not be published', { error });
    });
  }
}
