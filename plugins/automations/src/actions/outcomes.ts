import { HubError } from '@lightkeeper/plugin-sdk';
import type { CommandOutcome, SentenceWords } from '@lightkeeper/plugin-sdk';

const MAX_NAMES = 12;

/** What came of a deed at each device, in one sentence. Throws it where one has failed. */
export function outcomeOf(outcomes: readonly CommandOutcome[], words: Pick<SentenceWords, 'list'>): string {
  const done = outcomes.filter(({ ok }) => ok).map(({ device_name }) => device_name);
  const failed = outcomes.filter(({ ok }) => !ok);
  const names = (all: string[]): string =>
    words.list(all.length > MAX_NAMES ? [...all.slice(0, MAX_NAMES), `${all.length - MAX_NAMES} more`] : all);
  const well = done.length === 0 ? '' : `${names(done)} took it.`;
  if (failed.length === 0) return well;
  const [first] = failed;
  const reasons = failed.slice(0, MAX_NAMES).map(({ device_name, error }) => `${device_name}: ${error?.detail ?? 'it failed.'}`);
  const more = failed.length > MAX_NAMES ? [`${failed.length - MAX_NAMES} more failed.`] : [];
  const code = failed.length === 1 && first?.error?.code === 'LK_DEVICE_OFFLINE' ? 'LK_DEVICE_OFFLINE' : 'LK_DEVICE_FAILED';
  throw new HubError(code, [...reasons, ...more, well].join(' ').trim());
}
