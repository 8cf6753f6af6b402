import { MAX_SHARED, sentPictureBytes, z } from '@lightkeeper/plugin-sdk';
import type { ActivityWriter, Clock, EntityCollection, Sockets } from '@lightkeeper/plugin-sdk';
import type { CaptureRecord } from '../../entities/capture.js';
import type { VOCABULARY } from '../../vocabulary.js';
import type { ScreenShares } from './shares.js';

const schema = z.strictObject({
  capture_id: z.string().min(1).max(64),
  /** Ends what another one shares with it. */
  take_over: z.boolean().default(false),
});

interface Deps {
  captures: EntityCollection<CaptureRecord>;
  shares: ScreenShares;
  activity: ActivityWriter<typeof VOCABULARY>;
  clock: Clock;
}

/** The channel over which a page shares its screen with a capture. Both its beginning and its end stand in the log. */
export function addShareChannel(sockets: Sockets, { captures, shares, activity, clock }: Deps): void {
  sockets.channel({
    name: 'screen_share',
    summary: 'Share a screen with a capture that waits for one',
    // A permission of its own: who may light the home may not therefore show in it what is on a screen.
    access: { role: 'member', scope: 'screens:write' },
    schema,
    max_payload: sentPictureBytes({ ...MAX_SHARED, format: 'rgbx' }),
    async open({ capture_id, take_over }, peer) {
      const { name } = await captures.require(capture_id);
      const occurrence = { entity_type: 'capture', entity_id: capture_id, entity_name: name };
      shares.begin(capture_id, peer, take_over);
      const began = clock.now();
      try {
        await activity.record('capture', 'share_started', occurrence);
      } catch (error) {
        shares.end(capture_id, peer);
        throw error;
      }
      return {
        receive(message) {
          shares.picture(capture_id, peer, message);
        },
        async closed() {
          shares.end(capture_id, peer);
          await activity.record('capture', 'share_stopped', { ...occurrence, metadata: { duration_ms: clock.now() - began } });
        },
      };
    },
  });
}
