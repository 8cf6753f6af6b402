import { z } from '@lightkeeper/plugin-sdk';
import type { Sockets } from '@lightkeeper/plugin-sdk';
import { MAX_ZONES } from './layout/zone.js';
import type { Runs } from './runner/runs.js';

const schema = z.strictObject({
  capture_id: z.string().min(1).max(64),
  /** Its place in the layout, from 0; null shows the picture again. */
  light: z
    .number()
    .int()
    .min(0)
    .max(MAX_ZONES - 1)
    .nullable(),
});

/** Lets a page point at one light of a capture that runs. It lasts some seconds and changes nothing that is kept. */
export function addPointing(sockets: Sockets, runs: Runs): void {
  sockets.command({
    type: 'capture_point',
    summary: 'Show one light of a running capture alone for five seconds',
    access: { role: 'member', scope: 'captures:write' },
    schema,
    mutates: false,
    handler: ({ capture_id, light }) => {
      runs.point(capture_id, light);
    },
  });
}
