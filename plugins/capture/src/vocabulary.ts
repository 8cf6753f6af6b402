import type { Vocabulary } from '@lightkeeper/plugin-sdk';

/** What captures write in the log. */
export const VOCABULARY = {
  capture: {
    started: {
      severity: 'info',
      message: '{actor} started the capture {name}',
      description: 'A capture was started: its devices show its pictures until it is stopped.',
    },
    stopped: {
      severity: 'info',
      message: '{actor} stopped the capture {name}',
      description: 'A capture was stopped; `duration_ms` is how long it had run.',
    },
    share_started: {
      severity: 'info',
      message: '{actor} shares a screen with the capture {name}',
      description: 'Somebody shows a screen in the room: small pictures of it go to the capture until sharing stops.',
    },
    share_stopped: {
      severity: 'info',
      message: '{actor} no longer shares a screen with the capture {name}',
      description:
        'Sharing a screen has ended, by whoever shared, or because the page or the capture is gone; `duration_ms` is how long it had lasted.',
    },
    calibrated: {
      severity: 'info',
      message: '{actor} tuned the capture {name}',
      description:
        'The colours, the smoothing or the layout of a capture were tuned, by hand or from a template; `changed` names what is new.',
      guarantee: 'strict',
    },
    failed: {
      severity: 'error',
      message: 'The capture {name} failed: {reason}',
      description: 'A capture cannot go on, or its thread died; `reason` says why. It is tried anew until somebody stops it.',
    },
  },
  device: {
    adb_connected: {
      severity: 'info',
      message: '{name} is connected by adb',
      description: 'An Android device whose screen a capture shows was reached by adb, after it had not been.',
    },
    adb_disconnected: {
      severity: 'warning',
      message: '{name} is no longer connected by adb: {reason}',
      description: 'An Android device whose screen a capture shows cannot be reached by adb any more; `reason` says why.',
    },
  },
} as const satisfies Vocabulary;
