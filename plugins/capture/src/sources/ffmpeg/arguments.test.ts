import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ffmpegArguments } from './arguments.js';
import { ffmpegSchema } from './options.js';
import { pictureSize } from './picture-size.js';

const SIZE = pictureSize({ columns: 96, rows: 54 });
const NOW = { since_5_1: true };

const begins = (options: object, abilities = NOW): string => ffmpegArguments(ffmpegSchema.parse(options), SIZE, abilities).join(' ');

const QUIET = '-nostdin -hide_banner -loglevel error';
const LIVE = '-fflags nobuffer -probesize 32 -analyzeduration 0 -thread_queue_size 1';
const SCALE = 'scale=480:270:flags=neighbor,scale=96:54:flags=area';
const OUT = '-an -sn -dn -pix_fmt rgb24 -threads 1 -fps_mode passthrough -flush_packets 1 -f rawvideo pipe:1';
const AT_MOST_30 = "select='isnan(prev_selected_t)+gte(t-prev_selected_t,0.0300)'";

describe('the arguments of ffmpeg', () => {
  it.each([
    [{ input: 'x11', fps: 60 }, `${LIVE} -f x11grab -draw_mouse 0 -framerate 60 -i :0 -vf ${SCALE}`],
    [
      { input: 'x11', display: ':1.0', region: { x: 10, y: 20, width: 640, height: 360 } },
      `${LIVE} -f x11grab -draw_mouse 0 -framerate 30 -grab_x 10 -grab_y 20 -video_size 640x360 -i :1.0 -vf ${SCALE}`,
    ],
    [{ input: 'kms' }, `${LIVE} -f kmsgrab -device /dev/dri/card0 -framerate 30 -i - -vf hwdownload,format=bgr0,${SCALE}`],
    [
      { input: 'v4l2', device: '/dev/video2' },
      `${LIVE} -f v4l2 -input_format mjpeg -framerate 30 -video_size 1280x720 -lowres 3 -i /dev/video2 -vf ${SCALE}`,
    ],
    [
      { input: 'v4l2', device: '/dev/video0', size: { width: 320, height: 240 } },
      `${LIVE} -f v4l2 -input_format mjpeg -framerate 30 -video_size 320x240 -lowres 1 -i /dev/video0 -vf ${SCALE}`,
    ],
    [
      { input: 'v4l2', device: '/dev/video0', format: 'nv12', size: { width: 1920, height: 1080 }, fps: 25 },
      `${LIVE} -f v4l2 -input_format nv12 -framerate 25 -video_size 1920x1080 -i /dev/video0 -vf ${SCALE}`,
    ],
    [{ input: 'avfoundation', screen: 1 }, `${LIVE} -f avfoundation -capture_cursor 0 -framerate 30 -i Capture screen 1:none -vf ${SCALE}`],
    [
      { input: 'gdigrab', region: { x: 0, y: 0, width: 800, height: 600 } },
      `${LIVE} -f gdigrab -draw_mouse 0 -framerate 30 -offset_x 0 -offset_y 0 -video_size 800x600 -i desktop -vf ${SCALE}`,
    ],
    [
      { input: 'rtsp', url: 'rtsp://10.0.0.9:554/live', username: 'anna', password: 'a@b/c:d' },
      '-protocol_whitelist rtsp,rtsps,rtp,udp,tcp,tls -fflags nobuffer -flags low_delay -rtsp_transport tcp -timeout 10000000 ' +
        `-f rtsp -i rtsp://anna:a%40b%2Fc%3Ad@10.0.0.9:554/live -vf ${AT_MOST_30},${SCALE}`,
    ],
    [
      { input: 'file', path: '/films/-i concat:x.mkv' },
      `-protocol_whitelist file -stream_loop -1 -re -i file:/films/-i concat:x.mkv -vf ${AT_MOST_30},${SCALE}`,
    ],
    [
      { input: 'file', path: '/films/a.mkv', loop: false, realtime: false, fps: 10 },
      `-protocol_whitelist file -i file:/films/a.mkv -vf select='isnan(prev_selected_t)+gte(t-prev_selected_t,0.0900)',${SCALE}`,
    ],
    [
      { input: 'url', url: 'https://tv.example/live.m3u8' },
      `-protocol_whitelist http,https,tcp,tls,crypto -rw_timeout 10000000 -re -i https://tv.example/live.m3u8 -vf ${AT_MOST_30},${SCALE}`,
    ],
    [{ input: 'test', pattern: 'smptebars', fps: 20 }, `-re -f lavfi -i smptebars=size=640x360:rate=20 -vf ${SCALE}`],
  ])('of %j', (options, wanted) => {
    expect(begins(options)).toBe(`${QUIET} ${wanted} ${OUT}`);
  });

  it('are those that an older ffmpeg knows', () => {
    const old = { since_5_1: false };
    expect(begins({ input: 'test' }, old)).toContain('-threads 1 -vsync passthrough -flush_packets');
    expect(begins({ input: 'rtsp', url: 'rtsp://camera/live' }, old)).not.toContain('-timeout');
  });
});

describe('what a person says of a source', () => {
  it.each([
    [{ input: 'file', path: 'films/a.mkv' }],
    [{ input: 'file', path: '-i' }],
    [{ input: 'file', path: 'concat:/etc/passwd|/etc/shadow' }],
    [{ input: 'file', path: 'subfile,,start,0,end,9,,:/etc/passwd' }],
    [{ input: 'file', path: 'pipe:0' }],
    [{ input: 'file', path: '/a\0b' }],
    [{ input: 'file', path: '/a\nb' }],
    [{ input: 'url', url: 'data:text/plain;base64,AAAA' }],
    [{ input: 'url', url: 'file:///etc/passwd' }],
    [{ input: 'url', url: 'rtsp://camera/live' }],
    [{ input: 'url', url: 'concat:http://a/b' }],
    [{ input: 'url', url: 'hls+http://a/b' }],
    [{ input: 'url', url: '-i http://a/b' }],
    [{ input: 'url', url: 'http:a' }],
    [{ input: 'url', url: 'http://anna:secret@a/b' }],
    [{ input: 'url', url: 'http://a/\r\nHost: b' }],
    [{ input: 'url', url: 'http:\\\\a\\b' }],
    [{ input: 'rtsp', url: 'http://camera/live' }],
    [{ input: 'x11', display: 'host:0' }],
    [{ input: 'x11', display: ':0+10,10' }],
    [{ input: 'x11', fps: 61 }],
    [{ input: 'x11', region: { x: -1, y: 0, width: 64, height: 64 } }],
    [{ input: 'v4l2', device: '/dev/sda' }],
    [{ input: 'v4l2', device: '/dev/video0 -f lavfi' }],
    [{ input: 'v4l2', device: '/dev/video0\n' }],
    [{ input: 'kms', card: '/dev/dri/../mem' }],
    [{ input: 'test', pattern: 'movie=/etc/passwd' }],
    [{ input: 'test', args: ['-i'] }],
    [{ input: 'lavfi' }],
  ])('is refused: %j', (options) => {
    expect(ffmpegSchema.safeParse(options).success).toBe(false);
  });

  it('never begins an option, whatever passes: the same options stand at the same places, and only values differ', () => {
    const hostile = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('-i', 'pipe:1', '-vf', "';rm -rf /'", '$(id)'));
    const options = fc.oneof(
      hostile.map((path) => ({ input: 'file', path: `/${path}` })),
      hostile.map((path) => ({ input: 'file', path })),
      hostile.map((path) => ({ input: 'url', url: `http://a/${path}` })),
      fc.tuple(hostile, hostile).map(([username, password]) => ({ input: 'rtsp', url: 'rtsp://a/b', username, password })),
      hostile.map((display) => ({ input: 'x11', display })),
      hostile.map((device) => ({ input: 'v4l2', device })),
      fc.webUrl().map((url) => ({ input: 'url', url })),
    );
    let passed = 0;
    const plain: Record<string, object> = {
      file: { input: 'file', path: '/a' },
      url: { input: 'url', url: 'http://a/' },
      rtsp: { input: 'rtsp', url: 'rtsp://a/b' },
      x11: { input: 'x11' },
      v4l2: { input: 'v4l2', device: '/dev/video0' },
    };
    fc.assert(
      fc.property(options, (given) => {
        const parsed = ffmpegSchema.safeParse(given);
        if (!parsed.success) return;
        passed += 1;
        const args = ffmpegArguments(parsed.data, SIZE, NOW);
        const model = ffmpegArguments(ffmpegSchema.parse(plain[parsed.data.input]), SIZE, NOW);
        const input = model.indexOf('-i') + 1;
        expect(args.toSpliced(input, 1)).toEqual(model.toSpliced(input, 1));
        expect(args[input]).toMatch(
          { file: /^file:\//, url: /^https?:\/\//, rtsp: /^rtsp:\/\//, x11: /^:\d/, v4l2: /^\/dev\/video\d/ }[parsed.data.input as 'file'],
        );
        expect(args[input]).not.toMatch(/\p{Cc}/u);
      }),
    );
    expect(passed).toBeGreaterThan(20);
  });
});
