import { randomFillSync } from 'node:crypto';
import { V7Generator } from 'uuidv7';

/** Random numbers that are asked for at once: each call of the system costs more than making an id does. */
const POOL = new Uint32Array(1_024);
let used = POOL.length;

const generator = new V7Generator({
  nextUint32() {
    if (used === POOL.length) {
      randomFillSync(POOL);
      used = 0;
    }
    const number = POOL[used] ?? 0;
    // It is not to be found in memory once it is given away.
    POOL[used] = 0;
    used += 1;
    return number;
  },
});

/** The hub's only maker of ids: UUIDv7 (RFC 9562 §5.7), in the order in which they were made, also within a millisecond. */
export function newId(): string {
  return generator.generate().toString();
}
