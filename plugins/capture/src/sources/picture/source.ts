import { readFile, stat } from 'node:fs/promises';
import { HubError } from '@lightkeeper/plugin-sdk';
import { pictureSize } from '../ffmpeg/picture-size.js';
import type { SourceKind } from '../source.js';
import { decode } from './decode.js';
import { pictureSchema } from './options.js';
import type { PictureOptions } from './options.js';

const MAX_FILE_BYTES = 32 * 1024 * 1024;
/** A source that shows nothing for three seconds has no signal: a picture that stands still is shown again. */
const AGAIN_MS = 1_000;

/** One picture that stands still. */
export const pictureSource: SourceKind<typeof pictureSchema> = {
  kind: 'picture',
  name: 'Still picture',
  description: 'A picture that you give, or that lies on the hub’s machine.',
  options: pictureSchema,
  async open(options, sink, tools) {
    const size = pictureSize(tools.wish);
    const picture = await decode(await bytesOf(options), size, tools);
    sink.reserve(picture.length);
    const show = (): void => {
      sink.room.set(picture);
      sink.show({ width: size.width, height: size.height, format: 'rgb24' });
    };
    show();
    const again = tools.timers.every(AGAIN_MS, 'show a still picture', show);
    return { close: () => again() };
  },
};

async function bytesOf(options: PictureOptions): Promise<Buffer> {
  if (options.from === 'upload') return Buffer.from(options.data.slice(options.data.indexOf(',') + 1), 'base64');
  const { path } = options;
  try {
    const found = await stat(path);
    if (found.isFile() && found.size <= MAX_FILE_BYTES) return await readFile(path);
  } catch (error) {
    throw new HubError('LK_NOT_FOUND', `${path} could not be read (${(error as NodeJS.ErrnoException).code ?? 'for no reason given'}).`);
  }
  throw new HubError('LK_VALIDATION', `${path} is no picture of ${MAX_FILE_BYTES / 1024 / 1024} MiB at most.`);
}
