import { positionKey, type CoverFeature, type DeviceState } from '@lightkeeper/plugin-sdk/wire';
import { formatPercent, msg, str } from '@lightkeeper/ui';
import { numberOf, valueOf } from './features.js';

/** How a blind or a gate stands. */
export interface CoverLook {
  word: 'open' | 'opening' | 'closed' | 'closing' | 'stopped' | null;
  /** 0 (closed) to 100 (open); null where it is not told. */
  position: number | null;
  moving: boolean;
}

const WORDS = ['open', 'opening', 'closed', 'closing', 'stopped'] as const;

export function coverLook({ key, position }: CoverFeature, state: DeviceState | null): CoverLook {
  const word = WORDS.find((one) => one === valueOf(state, key)) ?? null;
  const at = position ? numberOf(state, positionKey(key)) : null;
  return {
    word,
    position: at === null ? null : Math.min(100, Math.max(0, Math.round(at))),
    moving: word === 'opening' || word === 'closing',
  };
}

/** `Opening, 40 %` */
export function coverLine(feature: CoverFeature, state: DeviceState | null): string {
  const { word, position } = coverLook(feature, state);
  const at = position === null ? '' : formatPercent(position / 100);
  switch (word) {
    case null:
      return msg('Not known');
    case 'closed':
      return msg('Closed');
    case 'open':
      return position === null || position === 100 ? msg('Open') : msg(str`${at} open`);
    case 'opening':
      return at === '' ? msg('Opening …') : msg(str`Opening, ${at}`);
    case 'closing':
      return at === '' ? msg('Closing …') : msg(str`Closing, ${at}`);
    case 'stopped':
      return at === '' ? msg('Stopped') : msg(str`${at} open`);
  }
}

/** How far open it is drawn where the position is not told: half, while it is on its way. */
export function drawnPosition({ word, position }: CoverLook): number {
  if (position !== null) return position;
  if (word === 'closed') return 0;
  return word === 'open' ? 100 : 50;
}
