import type { Vocabulary } from '@lightkeeper/plugin-sdk';

/** What the producer writes in the log. */
export const PRODUCER_WORDS = {
  device: {
    removed_in_home_assistant: {
      severity: 'warning',
      message: '{name} was removed in Home Assistant',
      description: 'Somebody deleted the device there. The hub keeps it, and does not show it there again until it is told to.',
      guarantee: 'strict',
    },
    shown_in_home_assistant: {
      severity: 'info',
      message: '{actor} let {name} be shown in Home Assistant again',
      description: 'A device that was removed in Home Assistant is announced there again.',
      guarantee: 'strict',
    },
  },
} as const satisfies Vocabulary;
