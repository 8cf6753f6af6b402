/** The frames of a shared screen, as they come. */
export interface Frames {
  /** What the screen shows now; null before the first frame. */
  readonly newest: CanvasImageSource | null;
  stop(): void;
}

/** As browsers have it that let pages read frames outside workers, which TypeScript's types of pages do not know. */
type TrackProcessor = new (init: { track: MediaStreamTrack }) => { readable: ReadableStream<VideoFrame> };

/** Follows the frames of a track and tells of each. Where the browser hands frames out, they come also while the page is in the background. */
export function followFrames(stream: MediaStream, track: MediaStreamTrack, fresh: () => void): Frames {
  const { MediaStreamTrackProcessor: Processor } = globalThis as { MediaStreamTrackProcessor?: TrackProcessor };
  return Processor === undefined ? new VideoFrames(stream, fresh) : new TrackFrames(new Processor({ track }).readable, fresh);
}

class TrackFrames implements Frames {
  readonly #reader: ReadableStreamDefaultReader<VideoFrame>;
  #newest: VideoFrame | null = null;

  constructor(readable: ReadableStream<VideoFrame>, fresh: () => void) {
    this.#reader = readable.getReader();
    void this.#read(fresh);
  }

  get newest(): CanvasImageSource | null {
    return this.#newest;
  }

  stop(): void {
    void this.#reader.cancel();
    this.#newest?.close();
    this.#newest = null;
  }

  async #read(fresh: () => void): Promise<void> {
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) return;
      // A browser has few frames to give: each must be handed back, and only the newest is kept.
      this.#newest?.close();
      this.#newest = value;
      fresh();
    }
  }
}

class VideoFrames implements Frames {
  readonly #video = document.createElement('video');
  #request = 0;
  #any = false;

  constructor(stream: MediaStream, fresh: () => void) {
    this.#video.muted = true;
    this.#video.srcObject = stream;
    const next = (): void => {
      this.#request = this.#video.requestVideoFrameCallback(() => {
        this.#any = true;
        next();
        fresh();
      });
    };
    next();
    void this.#video.play();
  }

  get newest(): CanvasImageSource | null {
    return this.#any ? this.#video : null;
  }

  stop(): void {
    this.#video.cancelVideoFrameCallback(this.#request);
    this.#video.srcObject = null;
  }
}
