import { readPreview, type CapturePreview } from '@lightkeeper/plugin-sdk/wire';
import { BinaryChannel, ProblemError, UNREACHABLE } from '@lightkeeper/ui';

/** After a break it is tried again so much later. */
const AGAIN_MS = 3_000;

/** What a capture sees and shows, ten times a second, for as long as it is followed. */
export class PreviewFeed {
  readonly #show: (preview: CapturePreview, bytes: Uint8Array) => void;
  readonly #lost: () => void;
  #channel: BinaryChannel | null = null;
  /** Counts the attempts: an answer to an older one is not wanted any more. */
  #attempt = 0;
  #again: ReturnType<typeof setTimeout> | undefined;

  /** `show` is given each preview, with the bytes of which it is made; `lost` is called when there are none for a while. */
  constructor({ show, lost }: { show: (preview: CapturePreview, bytes: Uint8Array) => void; lost: () => void }) {
    this.#show = show;
    this.#lost = lost;
  }

  /** Follows this one, in place of another; null follows none. */
  follow(capture_id: string | null): void {
    this.#attempt += 1;
    clearTimeout(this.#again);
    this.#channel?.close();
    this.#channel = null;
    this.#lost();
    if (capture_id !== null) void this.#open(capture_id);
  }

  async #open(capture_id: string): Promise<void> {
    const attempt = (this.#attempt += 1);
    const retry = (): void => {
      if (attempt !== this.#attempt) return;
      this.#lost();
      this.#again = setTimeout(() => void this.#open(capture_id), AGAIN_MS);
    };
    const message = (bytes: Uint8Array): void => {
      const preview = attempt === this.#attempt ? readPreview(bytes) : null;
      if (preview !== null) this.#show(preview, bytes);
    };
    try {
      const channel = await BinaryChannel.open('capture_preview', { capture_id }, { message, closed: retry });
      if (attempt === this.#attempt) this.#channel = channel;
      else channel.close();
    } catch (error) {
      // Whoever may not watch is not let in later either; the drawing says what there is to say without it.
      if (error instanceof ProblemError && error.code === UNREACHABLE) retry();
    }
  }
}

/** Draws the picture of a preview, pixel by pixel, on a canvas that takes its size. */
export function drawPixels(canvas: HTMLCanvasElement, { width, height, pixels }: NonNullable<CapturePreview['picture']>): void {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return;
  const image = context.createImageData(width, height);
  for (let from = 0, to = 0; to < image.data.length; from += 3, to += 4) {
    image.data[to] = pixels[from] ?? 0;
    image.data[to + 1] = pixels[from + 1] ?? 0;
    image.data[to + 2] = pixels[from + 2] ?? 0;
    image.data[to + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}
