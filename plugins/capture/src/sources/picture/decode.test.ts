import { describe, expect, it } from 'vitest';
import { decodeArguments } from './decode.js';
import { pictureSchema } from './options.js';

const reader = (text: string): string | undefined => {
  const args = decodeArguments(Buffer.from(text, 'latin1'), { width: 96, height: 54 });
  return args?.[args.indexOf('-f') + 1];
};

describe('a still picture', () => {
  it('goes to the one reader for its kind, and what is no picture to none', () => {
    expect(reader('\x89PNG\r\n\x1a\n…')).toBe('png_pipe');
    expect(reader('\xff\xd8\xff\xe0')).toBe('jpeg_pipe');
    expect(reader('RIFF\x00\x00\x00\x00WEBPVP8 ')).toBe('webp_pipe');
    expect(reader('GIF89a')).toBe('gif');
    expect(reader('BM')).toBe('bmp_pipe');
    for (const text of ['', '#EXTM3U', 'ffconcat version 1.0', '<svg>', 'RIFF\x00\x00\x00\x00AVI ', 'GIF90a'])
      expect(reader(text)).toBeUndefined();
  });

  it('is asked of ffmpeg with nothing but a size in the arguments', () => {
    expect(decodeArguments(Buffer.from('BM'), { width: 96, height: 54 })?.join(' ')).toBe(
      '-nostdin -hide_banner -loglevel error -protocol_whitelist pipe -max_pixels 100000000 -f bmp_pipe -i pipe:0 ' +
        '-frames:v 1 -vf scale=96:54:flags=area -pix_fmt rgb24 -threads 1 -f rawvideo pipe:1',
    );
  });

  it.each([
    [{ from: 'upload', data: 'not base64!' }],
    [{ from: 'upload', data: 'A'.repeat(700_001) }],
    [{ from: 'upload', data: 'data:text/html;base64,AAAA' }],
    [{ from: 'file', path: '../a.png' }],
    [{ from: 'url', url: 'http://a/b.png' }],
  ])('is refused: %.60j', (options) => {
    expect(pictureSchema.safeParse(options).success).toBe(false);
  });

  it('may be given as a data URL', () => {
    expect(pictureSchema.safeParse({ from: 'upload', data: 'data:image/svg+xml;base64,AAAA' }).success).toBe(true);
  });
});
