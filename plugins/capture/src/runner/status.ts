import type { CaptureStatus } from '@lightkeeper/plugin-sdk';

/** What a capture is that does not run. */
export const STOPPED: CaptureStatus = {
  state: 'stopped',
  since: null,
  reason: null,
  fps_in: 0,
  fps_out: 0,
  latency_ms: null,
  showing: null,
  dark: false,
  profile: null,
  targets: [],
};
