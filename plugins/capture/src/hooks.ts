import type { HookCaller, Hooks, Occurrence } from '@lightkeeper/plugin-sdk';

/** Something happened to a capture; its entry is written already. */
export interface CaptureOccurrence extends Occurrence {
  capture_id: string;
}

declare module '@lightkeeper/plugin-sdk' {
  interface HookPayloads {
    'capture.started': CaptureOccurrence;
    'capture.stopped': CaptureOccurrence;
    'capture.failed': CaptureOccurrence;
  }
}

export interface CaptureHooks {
  started: HookCaller<'capture.started'>;
  stopped: HookCaller<'capture.stopped'>;
  failed: HookCaller<'capture.failed'>;
}

export function declareHooks(hooks: Hooks): CaptureHooks {
  const tells = (description: string): { policy: 'contain'; description: string } => ({ policy: 'contain', description });
  return {
    started: hooks.declare('capture.started', tells('A capture was started.')),
    stopped: hooks.declare('capture.stopped', tells('A capture was stopped.')),
    failed: hooks.declare('capture.failed', tells('A capture cannot go on; it is tried anew.')),
  };
}
