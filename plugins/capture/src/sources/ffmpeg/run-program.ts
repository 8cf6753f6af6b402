import { HubError } from '@lightkeeper/plugin-sdk';
import type { SourceTools } from '../source.js';
import { ProgramProcess } from './process.js';
import type { Program } from './process.js';

export type RunTools = Pick<SourceTools, 'clock' | 'log' | 'timers' | 'signal'>;

interface RunOptions {
  tools: RunTools;
  /** Written to its standard input. */
  input?: Uint8Array;
  limit_ms: number;
  /** The beginning of the sentence for one that takes longer: `The picture could not be read`. */
  late: string;
  /** Of its output; a program that brings more is ended. */
  max_bytes: number;
}

export interface Outcome {
  code: number;
  output: Buffer;
  /** What it last said on standard error. */
  complaint: string | null;
}

/** Runs a program to its end. Rejects with a sentence where it cannot be started, takes too long, or brings too much. */
export async function runProgram(program: Program, args: readonly string[], options: RunOptions): Promise<Outcome> {
  const { tools, input, limit_ms, late, max_bytes } = options;
  if (tools.signal.aborted) throw new HubError('LK_UPSTREAM', 'It is not wanted any more.');
  const pieces: Buffer[] = [];
  let bytes = 0;
  let running: ProgramProcess | undefined;
  const over = new AbortController();
  try {
    const code = await new Promise<number>((resolve, reject) => {
      const fail = (reason: string): void => {
        reject(new HubError('LK_UPSTREAM', reason));
      };
      running = new ProgramProcess(program, args, {
        ...{ clock: tools.clock, log: tools.log },
        ...(input === undefined ? {} : { input }),
        output: (piece) => {
          bytes += piece.length;
          if (bytes <= max_bytes) pieces.push(piece);
          else fail(`${program.command} brings more than it should.`);
        },
        ended: (end) => {
          if ('problem' in end) fail(end.problem);
          else resolve(end.code);
        },
      });
      const limit = tools.timers.after(limit_ms, `wait for ${program.command}`, () => {
        fail(`${late} within ${limit_ms / 1_000} s.`);
      });
      over.signal.addEventListener('abort', () => void limit());
      tools.signal.addEventListener(
        'abort',
        () => {
          fail('It is not wanted any more.');
        },
        { signal: over.signal },
      );
    });
    return { code, output: Buffer.concat(pieces), complaint: running?.complaint ?? null };
  } finally {
    over.abort();
    await running?.end();
  }
}
