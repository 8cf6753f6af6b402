import { z } from '@lightkeeper/plugin-sdk';
import type { SourceKind } from '../source.js';

const options = z.strictObject({});

/** A capture whose pictures all come from scripts; each other capture takes theirs too, beside its own source. */
export const pushSource: SourceKind<typeof options> = {
  kind: 'push',
  name: 'Frames from scripts',
  description: 'Shows what is sent to PUT /api/v1/captures/{id}/frame, or by the message capture_frame.',
  options,
  open: () => Promise.resolve({ close: () => undefined }),
};
