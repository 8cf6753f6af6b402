import type { HookCaller, Hooks } from '@lightkeeper/plugin-sdk';

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
