import type { CaptureSourceInfo, CaptureSource, CaptureStatus } from '@lightkeeper/plugin-sdk/wire';
import { msg, plural, str } from '@lightkeeper/ui';

type Tone = 'neutral' | 'ok' | 'warning' | 'error';

/** The state in a word or two. */
export function stateWord(state: CaptureStatus['state']): string {
  switch (state) {
    case 'stopped':
      return msg('Stopped');
    case 'starting':
      return msg('Starting');
    case 'running':
      return msg('Running');
    case 'waiting':
      return msg('Waiting for a picture');
    case 'failed':
      return msg('Failed');
  }
}

export function stateTone(state: CaptureStatus['state']): Tone {
  return ({ stopped: 'neutral', starting: 'neutral', running: 'ok', waiting: 'warning', failed: 'error' } as const)[state];
}

/** Whether it was asked to run. */
export function isOn({ state }: CaptureStatus): boolean {
  return state !== 'stopped';
}

const ICONS = new Map([
  ['browser', 'screen-share'],
  ['effect', 'sparkles'],
  ['test-pattern', 'flask-conical'],
  ['ffmpeg', 'video'],
  ['hyperion', 'cast'],
  ['network', 'network'],
  ['push', 'webhook'],
  ['picture', 'image'],
  ['audio', 'audio-lines'],
  ['adb', 'smartphone'],
]);

export function sourceIcon(kind: string): string {
  return ICONS.get(kind) ?? 'tv';
}

/** What a source is called: the effect by its own name, another by that of its kind. */
export function sourceName(
  source: CaptureSource,
  kinds: readonly CaptureSourceInfo[],
  effects: readonly { id: string; name: string }[],
): string {
  const effect = source.kind === 'effect' ? effects.find(({ id }) => id === source['effect']) : undefined;
  return effect?.name ?? kinds.find(({ kind }) => kind === source.kind)?.name ?? source.kind;
}

/** Sharing a screen first, since it needs nothing but this page; what is for testing last. */
export function inOrder(kinds: readonly CaptureSourceInfo[]): CaptureSourceInfo[] {
  const rank = ({ kind }: CaptureSourceInfo): number => (kind === 'browser' ? 0 : kind === 'test-pattern' ? 2 : 1);
  return [...kinds].sort((a, b) => rank(a) - rank(b));
}

export function lightsWord(count: number): string {
  return plural(count, { one: msg(str`${count} light`), other: msg(str`${count} lights`) });
}
