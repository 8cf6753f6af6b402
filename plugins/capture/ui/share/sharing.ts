import type { CaptureStatus } from '@lightkeeper/plugin-sdk/wire';
import { BinaryChannel, ProblemError, Store, api, confirmDialog, describeError, msg } from '@lightkeeper/ui';
import { followFrames, type Frames } from './frames.js';
import { PictureSender } from './picture-sender.js';
import { showSign } from './sharing-sign.js';

export interface SharingState {
  state: 'idle' | 'starting' | 'sharing';
  /** With which capture; null before the first time. */
  capture_id: string | null;
  /** Why it ended, when the person did not end it. */
  problem: string | null;
}

const MAX_FPS = 60;

interface Session {
  stream: MediaStream;
  frames: Frames;
  sender: PictureSender;
  channel: BinaryChannel;
  hideSign: () => void;
}

/** Sharing of this page's screen: one for the page, wherever in the hub the person goes meanwhile. */
class ScreenSharing extends Store<SharingState> {
  #session: Session | null = null;

  constructor() {
    super({ state: 'idle', capture_id: null, problem: null });
  }

  /** Asks the browser for a screen, and the hub to take it. Must follow a press of a button at once: browsers want that. */
  async start(capture_id: string): Promise<void> {
    if (this.value.state !== 'idle') return;
    this.set({ state: 'starting', capture_id, problem: null });
    let stream: MediaStream | null = null;
    try {
      stream = await askForScreen();
      await this.#begin(capture_id, stream);
    } catch (error) {
      for (const track of stream?.getTracks() ?? []) track.stop();
      // Whoever closes the browser's question knows why nothing is shared.
      const unasked = error instanceof DOMException && error.name === 'NotAllowedError';
      this.set({ state: 'idle', capture_id, problem: unasked ? null : describeError(error) });
    }
  }

  /** A sentence says why, when it was not the person. */
  stop(problem: string | null = null): void {
    const session = this.#session;
    if (session === null) return;
    this.#session = null;
    session.sender.stop();
    session.frames.stop();
    session.channel.close();
    session.hideSign();
    for (const track of session.stream.getTracks()) track.stop();
    this.update((old) => ({ ...old, state: 'idle', problem }));
  }

  async #begin(capture_id: string, stream: MediaStream): Promise<void> {
    const [track] = stream.getVideoTracks();
    if (track === undefined) throw new Error(msg('The browser shares no picture.'));
    await startCapture(capture_id);
    const sender = new PictureSender();
    const channel = await openChannel(capture_id, {
      message: (payload) => {
        sender.hear(payload);
      },
      closed: (reason) => {
        this.stop(reason);
      },
    });
    if (channel === null || track.readyState === 'ended') {
      channel?.close();
      for (const one of stream.getTracks()) one.stop();
      this.update((old) => ({ ...old, state: 'idle' }));
      return;
    }
    const frames = followFrames(stream, track, () => {
      sender.send();
    });
    const hideSign = showSign(() => {
      this.stop();
    });
    this.#session = { stream, frames, sender, channel, hideSign };
    // The browser has a button of its own for it.
    track.addEventListener('ended', () => {
      this.stop();
    });
    this.update((old) => ({ ...old, state: 'sharing' }));
    sender.begin(frames, channel);
  }
}

/** A screen, a window or a tab, as the person chooses. Its pointer is left out: it moves much and lights little. */
function askForScreen(): Promise<MediaStream> {
  const video: MediaTrackConstraints & { cursor: string } = { cursor: 'never', frameRate: { ideal: MAX_FPS, max: MAX_FPS } };
  return navigator.mediaDevices.getDisplayMedia({ video, audio: false });
}

/** One that does not run is started, so that sharing is one press of a button. */
async function startCapture(capture_id: string): Promise<void> {
  const path = `captures/${encodeURIComponent(capture_id)}`;
  const { state } = await api.get<CaptureStatus>(`${path}/status`);
  if (state === 'stopped') await api.post(`${path}/start`);
}

/** Asks before it takes the place of somebody else; null when the person would rather not. */
async function openChannel(capture_id: string, listener: Parameters<typeof BinaryChannel.open>[2]): Promise<BinaryChannel | null> {
  try {
    return await BinaryChannel.open('screen_share', { capture_id }, listener);
  } catch (error) {
    if (!(error instanceof ProblemError) || !error.message.includes('take_over')) throw error;
    const sure = await confirmDialog({
      heading: msg('Show your screen instead?'),
      text: msg('Somebody else shares a screen with this capture. It ends for them when yours begins.'),
      confirm: msg('Show mine'),
      cancel: msg('Leave it'),
    });
    return sure ? await BinaryChannel.open('screen_share', { capture_id, take_over: true }, listener) : null;
  }
}

export const sharing = new ScreenSharing();
