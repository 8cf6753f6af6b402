import type { Vocabulary } from '@lightkeeper/plugin-sdk';

/** What the log says of itself. These entries are written although the log is off, and survive what they tell of. */
export const vocabulary = {
  system: {
    retention_pruned: {
      severity: 'info',
      message: 'The log let go of {removed} entries that were past its limits',
      description: 'Retention removed entries that were too old or too many',
    },
    activity_cleared: {
      severity: 'warning',
      message: '{actor} cleared the activity log of {removed} entries',
      description: 'Somebody removed all entries',
      guarantee: 'strict',
    },
    activity_exported: {
      severity: 'info',
      message: '{actor} exported the activity log as {format}',
      description: 'Somebody downloaded entries; written before the first byte leaves',
    },
    activity_disabled: {
      severity: 'warning',
      message: '{actor} turned the activity log off',
      description: 'From here on nothing is recorded, except what concerns the log itself',
    },
    activity_enabled: {
      severity: 'info',
      message: '{actor} turned the activity log on',
      description: 'Recording goes on',
    },
    mirror_degraded: {
      severity: 'warning',
      message: 'The MQTT mirror of the log has been behind for {behind_s} seconds',
      description: 'Entries wait for the broker. None is lost: they follow when it takes them',
    },
    mirror_recovered: {
      severity: 'info',
      message: 'The MQTT mirror of the log has caught up',
      description: 'The broker has taken every entry that waited for it',
    },
  },
} as const satisfies Vocabulary;
