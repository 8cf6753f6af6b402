import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Complaints } from './complaints.js';

function listening(): { complaints: Complaints; lines: string[]; wait: (ms: number) => void } {
  const lines: string[] = [];
  let now = 0;
  const clock = { now: () => now, iso: () => '' };
  const complaints = new Complaints({ clock, line: (text) => lines.push(text) });
  return {
    complaints,
    lines,
    wait: (ms) => {
      now += ms;
    },
  };
}

describe('what a program complains of', () => {
  it('is its last words, without what harms nobody and where in its memory it was', () => {
    const { complaints } = listening();
    expect(complaints.last).toBeNull();
    complaints.take('[x11grab @ 0x55d0c8] Cannot open dis');
    expect(complaints.last).toBeNull();
    complaints.take('play :77, error 1.\n:77: Input/output error\r\n\n');
    complaints.take('[null @ 0x1] Application provided invalid, non monotonically increasing dts to muxer in stream 0: 3 >= 3\n');
    expect(complaints.last).toBe('Cannot open display :77, error 1. / :77: Input/output error');
  });

  it('has no names and passwords in it, also where the line was cut', () => {
    const { complaints, lines } = listening();
    complaints.take('rtsp://anna:secret@10.0.0.9/live: Connection refused\n');
    complaints.take(`${'x'.repeat(280)} rtsp://anna:secretsecret@10.0.0.9/live\n`);
    expect(lines[0]).toBe('rtsp://…@10.0.0.9/live: Connection refused');
    expect(lines.join()).not.toMatch(/anna|secret/);
  });

  it('is told five times a second at most, in lines of a bounded length', () => {
    const { complaints, lines, wait } = listening();
    complaints.take('It is bad.\n'.repeat(1_000));
    expect(lines).toHaveLength(5);
    wait(1_000);
    complaints.take(`${'long '.repeat(100_000)}\n`);
    expect(lines).toHaveLength(6);
    expect(lines.at(-1)).toHaveLength(300 - 1);
  });

  it('is the same, however it was cut', () => {
    const text = fc.array(fc.constantFrom('a', ' ', '\n', 'dts', '\x1b', '//x@y', '[z @ 0x1]')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 9 })), (whole, cuts) => {
        const once = listening();
        once.complaints.take(whole);
        const often = listening();
        let at = 0;
        for (const length of [...cuts, whole.length]) {
          often.complaints.take(whole.slice(at, at + length));
          at += length;
        }
        expect(often.lines).toEqual(once.lines);
        expect(often.complaints.last).toBe(once.complaints.last);
      }),
    );
  });
});
