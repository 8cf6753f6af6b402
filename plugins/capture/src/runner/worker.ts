import { parentPort } from 'node:worker_threads';
import type { Timers } from '@lightkeeper/plugin-sdk';
import type { FromWorker, ToWorker } from './messages.js';
import { monotonic } from '../pipeline/monotonic.js';
import { WorkerRun } from './worker-run.js';

/*
 * The pipeline's thread. It knows nothing of the hub: pictures come in through shared memory, and lights go out by the drivers' own senders, or
 * through shared memory where a driver has none, so that no request, no database and no other plugin can make a light wait.
 */
const port = parentPort;
if (port === null) throw new Error('This file is the pipeline’s thread and cannot run by itself.');

const runs = new Map<string, WorkerRun>();
const tell = (message: FromWorker): void => {
  port.postMessage(message);
};

const clock = {
  now: monotonic,
  after(ms: number, fn: () => void): () => void {
    const timer = setTimeout(fn, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};

const timers: Timers = {
  after: (ms, _label, fn) => clock.after(ms, () => void fn()),
  every(ms, _label, fn) {
    const timer = setInterval(() => void fn(), ms);
    return () => {
      clearInterval(timer);
    };
  },
};

/** Ends a run that failed; the others go on. */
function giveUp(run: string, error: unknown): void {
  runs.get(run)?.end();
  runs.delete(run);
  tell({ kind: 'broken', run, reason: error instanceof Error ? error.message : 'It failed.' });
}

function take(message: ToWorker): void {
  const { run } = message;
  switch (message.kind) {
    case 'open':
      runs.get(run)?.end();
      runs.set(
        run,
        new WorkerRun({
          pipeline: message.options,
          rate: message.rate,
          clock,
          timers,
          pictures: () => {
            tell({ kind: 'pictures', run });
          },
          refused: (device_id, reason) => {
            tell({ kind: 'refused', run, device_id, reason });
          },
          previewed: () => {
            tell({ kind: 'preview', run });
          },
          second: (stats) => {
            tell({ kind: 'second', run, stats });
          },
          broken: (error) => {
            giveUp(run, error);
          },
        }),
      );
      return;
    case 'target':
      runs.get(run)?.target(message.target);
      return;
    case 'parts':
      runs.get(run)?.parts(message.device_id, message.targets);
      return;
    case 'release':
      runs.get(run)?.release(message.device_id);
      return;
    case 'point':
      runs.get(run)?.point(message.light);
      return;
    case 'input':
      runs.get(run)?.join(message.input);
      return;
    case 'leave':
      runs.get(run)?.leave(message.input_id);
      return;
    case 'choose':
      runs.get(run)?.choose(message.input_id);
      return;
    case 'dim':
      runs.get(run)?.dim(message.share);
      return;
    case 'tune':
      runs.get(run)?.tune(message.options);
      return;
    case 'preview':
      runs.get(run)?.preview(message.buffer);
      return;
    case 'close':
      runs.get(run)?.end();
      runs.delete(run);
  }
}

port.on('message', (message: ToWorker) => {
  try {
    take(message);
  } catch (error) {
    giveUp(message.run, error);
  }
});
