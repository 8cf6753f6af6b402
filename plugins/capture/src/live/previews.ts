import { z } from '@lightkeeper/plugin-sdk';
import type { ChannelPeer, EntityCollection, Sockets } from '@lightkeeper/plugin-sdk';
import type { CaptureRecord } from '../entities/capture.js';

/** Who watches which capture. Whether it runs is another matter: what begins to run is watched from then on. */
export class Previews {
  readonly #watchers = new Map<string, Set<ChannelPeer>>();
  readonly #changed: (capture_id: string) => void;

  /** `changed` is called when somebody begins to watch a capture, and when nobody does any more. */
  constructor(changed: (capture_id: string) => void) {
    this.#changed = changed;
  }

  wanted(capture_id: string): boolean {
    return this.#watchers.has(capture_id);
  }

  show(capture_id: string, preview: Uint8Array): void {
    for (const peer of [...(this.#watchers.get(capture_id) ?? [])]) peer.send(preview);
  }

  /** Gives how it ends. */
  watch(capture_id: string, peer: ChannelPeer): () => void {
    const watchers = this.#watchers.get(capture_id) ?? new Set();
    watchers.add(peer);
    this.#watchers.set(capture_id, watchers);
    if (watchers.size === 1) this.#changed(capture_id);
    return () => {
      if (!watchers.delete(peer) || watchers.size > 0) return;
      this.#watchers.delete(capture_id);
      this.#changed(capture_id);
    };
  }
}

const schema = z.strictObject({ capture_id: z.string().min(1).max(64) });

interface Deps {
  captures: EntityCollection<CaptureRecord>;
  previews: Previews;
}

/** The channel over which a page watches a capture. */
export function addPreviewChannel(sockets: Sockets, { captures, previews }: Deps): void {
  sockets.channel({
    name: 'capture_preview',
    summary: 'Watch what a capture sees and shows, ten times a second while it runs',
    // It may show somebody's screen: not for those who are only to see what is switched on.
    access: { role: 'member', scope: 'captures:read' },
    schema,
    max_payload: 0,
    async open({ capture_id }, peer) {
      await captures.require(capture_id);
      return { closed: previews.watch(capture_id, peer) };
    },
  });
}
