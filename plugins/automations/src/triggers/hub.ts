import type { Hub, Vocabulary } from '@lightkeeper/plugin-sdk';

/** What triggers hear of the world by. */
export type TriggerHub = Pick<
  Hub<Record<never, never>, Vocabulary>,
  'clock' | 'context' | 'db' | 'effect' | 'hooks' | 'log' | 'mqtt' | 'routes' | 'services' | 'timers'
>;
