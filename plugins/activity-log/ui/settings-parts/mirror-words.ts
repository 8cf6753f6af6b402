import type { ActivityStatus } from '@lightkeeper/plugin-sdk/wire';
import { formatNumber, msg, plural, str } from '@lightkeeper/ui';

/** How the mirror stands, in one sentence. */
export function mirrorWords(mirror: ActivityStatus['mirror']): string {
  const { state, pending } = mirror;
  const number = formatNumber(pending);
  const seq = formatNumber(mirror.seq);
  if (state === 'off') return msg('It is off: nothing leaves the hub this way.');
  if (state === 'waiting' && pending === 0) return msg('No broker is connected. What happens from now on waits for one; nothing is lost.');
  if (state === 'waiting') {
    return plural(pending, {
      one: msg(str`${number} entry waits for the broker. It is not lost: it follows when the broker takes it.`),
      other: msg(str`${number} entries wait for the broker. None is lost: they follow when it takes them.`),
    });
  }
  if (pending === 0) return msg(str`Nothing waits: the broker has entry ${seq}.`);
  return plural(pending, { one: msg(str`${number} entry is on its way.`), other: msg(str`${number} entries are on their way.`) });
}
