import type { FfmpegInput, FfmpegOptions } from './options.js';
import type { PictureSize } from './picture-size.js';

/** Before anything else: no questions on a terminal, and only what went wrong on standard error. */
export const QUIET = ['-nostdin', '-hide_banner', '-loglevel', 'error'] as const;

/** An address that gives nothing for so long is given up, so that ffmpeg ends also when nobody is there to end it. */
const PATIENCE_US = '10000000';
/** JPEG may be decoded at 1/2, 1/4 or 1/8 of its size (libavcodec, `lowres`), which takes half the time. */
const MOST_LOWRES = 3;

export interface Abilities {
  /** Since 5.1 the frame rate mode has a name of its own, and the time-out of RTSP means what it says. */
  readonly since_5_1: boolean;
}

/**
 * The arguments by which ffmpeg brings the pictures as `rgb24`, one after the other, on standard output. Measured for latency (see
 * ADR 0021): the one thread stands after the input, since it is the encoder of raw pictures that holds one back for each of its threads.
 */
export function ffmpegArguments(options: FfmpegOptions, size: PictureSize, abilities: Abilities): string[] {
  return [...QUIET, ...inputOf(options, size, abilities), '-vf', filters(options, size).join(','), ...outputOf(abilities)];
}

function inputOf(options: FfmpegOptions, size: PictureSize, { since_5_1 }: Abilities): string[] {
  switch (options.input) {
    case 'x11': {
      const { region, display } = options;
      const part = region === null ? [] : ['-grab_x', `${region.x}`, '-grab_y', `${region.y}`, ...videoSize(region)];
      return [...LIVE, '-f', 'x11grab', '-draw_mouse', '0', ...rate(options), ...part, '-i', display];
    }
    case 'kms':
      return [...LIVE, '-f', 'kmsgrab', '-device', options.card, ...rate(options), '-i', '-'];
    case 'v4l2': {
      const lowres = options.format === 'mjpeg' ? ['-lowres', `${lowresOf(options.size, size)}`] : [];
      const form = ['-input_format', options.format, ...rate(options), ...videoSize(options.size)];
      return [...LIVE, '-f', 'v4l2', ...form, ...lowres, '-i', options.device];
    }
    case 'avfoundation':
      return [...LIVE, '-f', 'avfoundation', '-capture_cursor', '0', ...rate(options), '-i', `Capture screen ${options.screen}:none`];
    case 'gdigrab': {
      const { region } = options;
      const part = region === null ? [] : ['-offset_x', `${region.x}`, '-offset_y', `${region.y}`, ...videoSize(region)];
      return [...LIVE, '-f', 'gdigrab', '-draw_mouse', '0', ...rate(options), ...part, '-i', 'desktop'];
    }
    case 'rtsp': {
      const transport = options.tcp ? 'tcp' : 'udp';
      const patience = since_5_1 ? ['-timeout', PATIENCE_US] : [];
      const low_delay = ['-fflags', 'nobuffer', '-flags', 'low_delay', '-rtsp_transport', transport, ...patience];
      return ['-protocol_whitelist', PROTOCOLS.rtsp, ...low_delay, '-f', 'rtsp', '-i', signedIn(options)];
    }
    case 'file':
      return [
        ...['-protocol_whitelist', PROTOCOLS.file],
        ...(options.loop ? ['-stream_loop', '-1'] : []),
        ...(options.realtime ? ['-re'] : []),
        ...['-i', `file:${options.path}`],
      ];
    case 'url':
      return [
        ...['-protocol_whitelist', PROTOCOLS.url, '-rw_timeout', PATIENCE_US],
        ...(options.realtime ? ['-re'] : []),
        ...['-i', signedIn(options)],
      ];
    case 'test':
      return ['-re', '-f', 'lavfi', '-i', `${options.pattern}=size=640x360:rate=${options.fps}`];
  }
}

/** What a screen or a camera shows counts now, and needs no looking into to know what it is. */
const LIVE = ['-fflags', 'nobuffer', '-probesize', '32', '-analyzeduration', '0', '-thread_queue_size', '1'] as const;

/** All that ffmpeg may open, also when a playlist or a server sends it elsewhere. */
const PROTOCOLS = {
  file: 'file',
  url: 'http,https,tcp,tls,crypto',
  rtsp: 'rtsp,rtsps,rtp,udp,tcp,tls',
} as const satisfies Partial<Record<FfmpegInput, string>>;

const rate = ({ fps }: { fps: number }): string[] => ['-framerate', `${fps}`];
const videoSize = ({ width, height }: { width: number; height: number }): string[] => ['-video_size', `${width}x${height}`];

function signedIn({ url, username, password }: { url: string; username: string; password: string }): string {
  if (username === '' && password === '') return url;
  const whole = new URL(url);
  whole.username = encodeURIComponent(username);
  whole.password = encodeURIComponent(password);
  return whole.href;
}

/** How often the picture can be halved and is still larger than what is wanted of it. */
function lowresOf(have: { width: number; height: number }, { width, height }: PictureSize): number {
  let halvings = 0;
  while (halvings < MOST_LOWRES && have.width >> (halvings + 1) >= width && have.height >> (halvings + 1) >= height) halvings += 1;
  return halvings;
}

function filters(options: FfmpegOptions, size: PictureSize): string[] {
  return [
    ...(options.input === 'kms' ? ['hwdownload', 'format=bgr0'] : []),
    ...(PACED.has(options.input) ? [] : [atMost(options.fps)]),
    ...smaller(size),
  ];
}

/** Never `fast_bilinear`: it is the cheapest, and wrong by up to 189 of 255. */
export function smaller({ width, height, sampled }: PictureSize): string[] {
  return [`scale=${sampled.width}:${sampled.height}:flags=neighbor`, `scale=${width}:${height}:flags=area`];
}

/** These bring as many pictures as they are asked for; the others have a rate of their own. */
const PACED: ReadonlySet<FfmpegInput> = new Set(['x11', 'kms', 'v4l2', 'avfoundation', 'gdigrab', 'test']);

/** Leaves pictures out without holding any back, as `fps` would; a tenth less, since times are not exact. */
export function atMost(fps: number): string {
  return `select='isnan(prev_selected_t)+gte(t-prev_selected_t,${(0.9 / fps).toFixed(4)})'`;
}

/** The pictures one after the other on standard output. */
export function outputOf({ since_5_1 }: Abilities): string[] {
  return [
    ...['-an', '-sn', '-dn', '-pix_fmt', 'rgb24', '-threads', '1'],
    ...(since_5_1 ? ['-fps_mode', 'passthrough'] : ['-vsync', 'passthrough']),
    ...['-flush_packets', '1', '-f', 'rawvideo', 'pipe:1'],
  ];
}
