/** What a client of a binary port asks for; bytes are views into its message. */
export type HyperionRequest =
  | { kind: 'register'; origin: string; priority: number }
  | { kind: 'color'; priority: number | null; rgb: number; duration_ms: number }
  | { kind: 'image'; priority: number | null; image: RawImage | Nv12Image; duration_ms: number }
  | { kind: 'clear'; priority: number }
  | { kind: 'clear_all' };

/** Rows without gaps, of three or four bytes a pixel by what there is of them. */
export interface RawImage {
  kind: 'raw';
  width: number;
  height: number;
  data: Uint8Array;
}

/** Brightness for each pixel, and a pair of colour differences for each two by two. */
export interface Nv12Image {
  kind: 'nv12';
  width: number;
  height: number;
  data_y: Uint8Array;
  data_uv: Uint8Array;
  stride_y: number;
  stride_uv: number;
}

/** Bytes that are no message of the protocol: what follows them cannot be understood either. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

/** Runs a decoder: whatever it trips over in hostile bytes becomes a `ProtocolError`. */
export function decoding<T>(what: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    // A DataView throws it for each place outside of its bytes.
    if (error instanceof RangeError) throw new ProtocolError(`The ${what} message points outside of itself.`, { cause: error });
    throw error;
  }
}
