import { SCRATCH_BYTES, SwiftMean } from '../picture/swift-mean.js';
import { allocate } from '../picture/webassembly.js';
import type { SharedMemory } from '../picture/webassembly.js';
import { Latest } from './latest.js';

/** Memory in which a source's pictures appear, for two threads: of a kind in which WebAssembly can work where that is worth it. */
export type Room = SharedArrayBuffer | SharedMemory;

/**
 * The edges of a smaller picture take TypeScript less than 30 µs (`npm run bench -- --only capture-mapper`), while a memory of WebAssembly
 * reserves gigabytes of addresses, though it fills none of them.
 */
export const SWIFT_FROM_BYTES = 64 * 1024;

const PAGE = 64 * 1024;

/** Room for pictures of up to so many bytes. */
export function makeRoom(bytes: number): Room {
  if (bytes < SWIFT_FROM_BYTES || !SwiftMean.isThere) return Latest.room(bytes);
  const pages = Math.ceil((scratchOf(bytes) + SCRATCH_BYTES) / PAGE);
  try {
    const memory = allocate(pages);
    Latest.lay(memory.buffer, bytes);
    return memory;
  } catch {
    // No addresses are left, as under a limit on virtual memory.
    return Latest.room(bytes);
  }
}

export function bufferOf(room: Room): SharedArrayBuffer {
  return room instanceof SharedArrayBuffer ? room : room.buffer;
}

/** What maps the pictures of a room without copying them; null where there is nothing faster than TypeScript. */
export function swiftOf(room: Room): SwiftMean | null {
  if (room instanceof SharedArrayBuffer) return null;
  return new SwiftMean(room, scratchOf(new Latest(room.buffer, 'reader').size));
}

function scratchOf(bytes: number): number {
  return Math.ceil(Latest.bytesOf(bytes) / 8) * 8;
}
