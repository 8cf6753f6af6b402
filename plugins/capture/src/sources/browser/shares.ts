import { HubError } from '@lightkeeper/plugin-sdk';
import type { ChannelPeer, Disposer, Timers } from '@lightkeeper/plugin-sdk';

/** Where the pictures of a capture's sharer go: the source of a run. */
export interface Stage {
  picture(message: Uint8Array): void;
  /** A sentence for the status while nobody shares; null once somebody does. */
  waits(reason: string | null): void;
  /** The size that pictures should have, as it is told to the sharer. */
  readonly size: Uint8Array;
}

interface Share {
  peer: ChannelPeer;
  stage: Stage | null;
  /** Ends the share when no stage is there in time. */
  stranded: Disposer | null;
}

/** A run that begins anew with other settings is back in a moment; one that was stopped is not. */
const STRANDED_MS = 3_000;
export const NOBODY = 'Nobody shares a screen.';

/** Who shares a screen with which capture: one at a time. A share outlives a run that begins anew, not one that is stopped. */
export class ScreenShares {
  readonly #timers: Timers;
  readonly #stages = new Map<string, Stage>();
  readonly #shares = new Map<string, Share>();

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** The source of a run is there. Gives how it leaves. */
  enter(capture_id: string, stage: Stage): () => void {
    this.#stages.set(capture_id, stage);
    const share = this.#shares.get(capture_id);
    if (share === undefined) stage.waits(NOBODY);
    else this.#bring(share, stage);
    return () => {
      if (this.#stages.get(capture_id) !== stage) return;
      this.#stages.delete(capture_id);
      this.#strand(capture_id);
    };
  }

  /** Throws `LK_CONFLICT` when the capture waits for no screen, or when somebody else shares one and is not to be taken over from. */
  begin(capture_id: string, peer: ChannelPeer, take_over: boolean): void {
    const stage = this.#stages.get(capture_id);
    if (stage === undefined) {
      throw new HubError('LK_CONFLICT', 'The capture waits for no screen: start it first, with a shared screen as its source.');
    }
    const other = this.#shares.get(capture_id);
    if (other !== undefined) {
      const { name } = other.peer.principal;
      if (!take_over) throw new HubError('LK_CONFLICT', `${name} shares a screen with it already: ask for take_over to be shown instead.`);
      this.end(capture_id, other.peer);
      other.peer.close(`${peer.principal.name} shares a screen instead.`);
    }
    const share: Share = { peer, stage, stranded: null };
    this.#shares.set(capture_id, share);
    this.#bring(share, stage);
  }

  /** A message of this sharer. Throws what is wrong with it. */
  picture(capture_id: string, peer: ChannelPeer, message: Uint8Array): void {
    const share = this.#shares.get(capture_id);
    if (share?.peer === peer) share.stage?.picture(message);
  }

  /** The sharer stops, or is gone. */
  end(capture_id: string, peer: ChannelPeer): void {
    const share = this.#shares.get(capture_id);
    if (share?.peer !== peer) return;
    void share.stranded?.();
    this.#shares.delete(capture_id);
    share.stage?.waits(NOBODY);
  }

  #bring(share: Share, stage: Stage): void {
    void share.stranded?.();
    share.stranded = null;
    share.stage = stage;
    stage.waits(null);
    share.peer.send(stage.size);
  }

  #strand(capture_id: string): void {
    const share = this.#shares.get(capture_id);
    if (share === undefined) return;
    share.stage = null;
    share.stranded = this.#timers.after(STRANDED_MS, 'end the sharing of a screen with a capture that was stopped', () => {
      share.peer.close('The capture was stopped.');
    });
  }
}
