import { HubError, Reply, z } from '@lightkeeper/plugin-sdk';
import type { Clock, EntityCollection, Principal, Routes, Sockets } from '@lightkeeper/plugin-sdk';
import type { CaptureRecord } from '../../entities/capture.js';
import { Allowance } from './allowance.js';
import { frameMessageSchema, frameOf, frameSchema } from './frame.js';
import type { PushedFrame } from './frame.js';

const MEMBERS = { role: 'member', scope: 'captures:write' } as const;
const FRAMES_PER_S = 120;

interface PushDeps {
  clock: Clock;
  captures: EntityCollection<CaptureRecord>;
  /** False when the capture does not run. */
  push: (id: string, frame: PushedFrame) => boolean;
}

/** Frames from scripts, by REST and by the WebSocket. */
export function addPush(routes: Routes, sockets: Sockets, { clock, captures, push }: PushDeps): void {
  const allowance = new Allowance(clock, FRAMES_PER_S);
  const take = async (id: string, frame: PushedFrame, principal: Principal | null): Promise<void> => {
    allowance.take(principal === null ? 'nobody' : `${principal.kind}:${principal.id}`);
    if (push(id, frame)) return;
    await captures.require(id);
    throw new HubError('LK_CONFLICT', 'The capture does not run; start it first.');
  };

  routes.add({
    method: 'PUT',
    path: '/captures/:id/frame',
    summary: 'Show a frame',
    description:
      'Shows a picture (`width`, `height`, `format`, `data`) or colours of the lights (`colors`) in a capture that runs, beside its own source, for `timeout_ms`. ' +
      `At most ${FRAMES_PER_S} a second from one client. It leaves no entry in the log: a frame is a moment's light and changes nothing that is kept.`,
    access: MEMBERS,
    params: z.strictObject({ id: z.string().max(64) }),
    body: frameSchema,
    mutates: false,
    async handler({ params: { id }, body, principal }) {
      await take(id, frameOf(body), principal);
      return Reply.empty();
    },
  });

  sockets.command({
    type: 'capture_frame',
    summary: 'Show a frame in a capture that runs, as `PUT /captures/{id}/frame` does',
    access: MEMBERS,
    schema: frameMessageSchema,
    mutates: false,
    async handler({ capture_id, ...frame }, principal) {
      await take(capture_id, frameOf(frame), principal);
      return null;
    },
  });
}
