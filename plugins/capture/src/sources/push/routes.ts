import { HubError, MAX_CHANNEL_PAYLOAD, Reply, z } from '@lightkeeper/plugin-sdk';
import type { Clock, EntityCollection, Principal, Routes, Sockets } from '@lightkeeper/plugin-sdk';
import type { CaptureRecord } from '../../entities/capture.js';
import { Allowance } from './allowance.js';
import { frameMessageSchema, frameOf, frameOfBytes, frameSchema, prioritySchema, timeoutSchema } from './frame.js';
import type { PushedFrame } from './frame.js';

const MEMBERS = { role: 'member', scope: 'captures:write' } as const;
const FRAMES_PER_S = 120;
/** A picture of 64 MiB, less what its header takes. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** How a frame of bytes is shown: it has no other place to say so. */
const querySchema = z.strictObject({
  priority: z.coerce.number().pipe(prioritySchema).optional(),
  timeout_ms: z.coerce.number().pipe(timeoutSchema).optional(),
});

const channelSchema = z.strictObject({
  capture_id: z.string().min(1).max(64),
  priority: prioritySchema.optional(),
  timeout_ms: timeoutSchema.optional(),
});

interface PushDeps {
  clock: Clock;
  captures: EntityCollection<CaptureRecord>;
  /** False when the capture does not run. */
  push: (id: string, frame: PushedFrame) => boolean;
}

/** Frames from scripts, by REST and by the WebSocket. */
export function addPush(routes: Routes, sockets: Sockets, { clock, captures, push }: PushDeps): void {
  const allowance = new Allowance(clock, FRAMES_PER_S);
  const allow = (principal: Principal | null): void => {
    allowance.take(principal === null ? 'nobody' : `${principal.kind}:${principal.id}`);
  };
  const take = async (id: string, frame: PushedFrame, principal: Principal | null): Promise<void> => {
    allow(principal);
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
      'As `application/octet-stream`, with `priority` and `timeout_ms` in the query: the bytes `LKPX`, 1, the format (0 rgb24, 1 rgbx, 2 colours of lights), ' +
      'width and height (16 bits each, big-endian; of colours their number, and 1), two bytes of 0, and the pixels row by row without gaps, 64 MiB in all at most. ' +
      `At most ${FRAMES_PER_S} a second from one client. It leaves no entry in the log: a frame is a moment's light and changes nothing that is kept.`,
    access: MEMBERS,
    params: z.strictObject({ id: z.string().max(64) }),
    query: querySchema,
    body: z.union([z.instanceof(Uint8Array), frameSchema]),
    accepts: { bytes: ['application/octet-stream'] },
    max_body_bytes: MAX_BODY_BYTES,
    mutates: false,
    async handler({ params: { id }, query, body, principal }) {
      await take(id, body instanceof Uint8Array ? frameOfBytes(body, query) : frameOf(body), principal);
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

  sockets.channel({
    name: 'capture_frames',
    summary: 'Show frames in a capture as they come, laid out as wire/capture-binary.ts says; while it does not run they count for nothing',
    access: MEMBERS,
    schema: channelSchema,
    max_payload: MAX_CHANNEL_PAYLOAD,
    async open({ capture_id, ...showing }, peer) {
      await captures.require(capture_id);
      return {
        receive(message) {
          allow(peer.principal);
          push(capture_id, frameOfBytes(message, showing));
        },
      };
    },
  });
}
