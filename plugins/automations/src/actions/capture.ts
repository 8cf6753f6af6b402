import { z } from '@lightkeeper/plugin-sdk';
import type { ActionKind, CaptureService, CaptureSnapshot, SentenceWords } from '@lightkeeper/plugin-sdk';

const options = z.strictObject({
  capture_id: z
    .string()
    .min(1)
    .max(64)
    .nullable()
    .default(null)
    .meta({ title: 'Capture', description: 'None for all of them.', ui: { entity: 'capture' } }),
  act: z.enum(['start', 'stop']).meta({ title: 'What to do' }),
});

/** Starts or stops one capture, or all. */
export function captureAction(captures: () => CaptureService, words: SentenceWords): ActionKind<typeof options> {
  const running = ({ status }: CaptureSnapshot): boolean => status.state !== 'stopped';
  return {
    kind: 'capture',
    name: 'Start or stop a capture',
    description: 'Lets lights follow a picture, or gives them back to themselves.',
    icon: 'cast',
    group: 'scene',
    options,
    references: ({ capture_id }) => (capture_id === null ? [] : [{ type: 'capture', id: capture_id, option: 'capture_id' }]),
    sentence: ({ capture_id, act }, says) => `${act} ${capture_id ? `the capture ${says.name('capture', capture_id)}` : 'all captures'}`,
    async run({ capture_id, act }) {
      if (capture_id !== null) {
        const { state } = await (act === 'start' ? captures().start(capture_id) : captures().stop(capture_id));
        return `It is ${state}.`;
      }
      const changed = await (act === 'start' ? captures().startAll() : captures().stopAll());
      return changed.length === 0 ? `No capture had to be ${DONE[act]}.` : `${words.list(changed.map(({ name }) => name))}: ${DONE[act]}.`;
    },
    foresee({ capture_id, act }) {
      const all = capture_id === null ? captures().list() : [captures().get(capture_id)].filter((one) => one !== undefined);
      const meant = all.filter((one) => running(one) !== (act === 'start'));
      if (meant.length > 0) return `Would ${act} ${words.list(meant.map(({ name }) => name))}.`;
      return all.length === 0
        ? 'Nothing: there is no such capture.'
        : `Nothing: ${words.list(all.map(({ name }) => name))} ${all.length === 1 ? 'is' : 'are'} ${DONE[act]} already.`;
    },
    repeatable: true,
  };
}

const DONE = { start: 'started', stop: 'stopped' } as const;
