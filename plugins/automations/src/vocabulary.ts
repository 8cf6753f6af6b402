import type { Vocabulary } from '@lightkeeper/plugin-sdk';

/** What automations write in the log. */
export const VOCABULARY = {
  automation: {
    automation_triggered: {
      severity: 'info',
      message: '{actor} triggered {name}: {trigger}',
      description: 'A run of an automation began. All that it does has this entry as its cause; `trace_id` leads to its steps.',
    },
    automation_finished: {
      severity: 'info',
      message: '{name} finished',
      description: 'A run of an automation has ended as it should; `duration_ms` is how long it took, `outcome` how it ended.',
    },
    automation_failed: {
      severity: 'error',
      message: '{name} failed: {reason}',
      description: 'A run of an automation failed, or lasted longer than it may; `reason` says why, `trace_id` leads to its steps.',
    },
    automation_repeated: {
      severity: 'info',
      message: '{name} ran {runs} more times, {failed} of them in vain',
      description:
        'An automation that ran more than sixty times in a minute and left nothing else in the log; its further runs are told of together, and `last_trace_id` leads to the last of them.',
    },
    automation_cancelled: {
      severity: 'info',
      message: '{actor} ended a run of {name}',
      description: 'Somebody ended a run that was under way; `trace_id` leads to its steps.',
    },
    automation_cut: {
      severity: 'warning',
      message: '{name} was held back: {reason}',
      description:
        'A run was not begun: it would have gone in a circle of automations, or the automation ran too often. `reason` says which.',
    },
    notified: {
      severity: 'info',
      message: '{actor} notified people: {title}',
      description: 'People were shown a notification; its text stands in the list of notifications, not here.',
      guarantee: 'strict',
    },
    notifications_dismissed: {
      severity: 'info',
      message: '{actor} put notifications away',
      description: 'One or all notifications were put away; `count` is how many.',
      guarantee: 'strict',
    },
  },
} as const satisfies Vocabulary;
