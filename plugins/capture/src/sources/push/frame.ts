import { HubError, readFrame, z } from '@lightkeeper/plugin-sdk';
import { BYTES_PER_PIXEL, MAX_SIDE } from '../../picture/frame.js';

/** More lights than any layout has. */
const MAX_COLORS = 16_384;
/** Of base64: a picture for which that is too little is sent as bytes. */
const MAX_DATA = 1_400_000;
const side = z.number().int().min(1).max(MAX_SIDE);

export const PRIORITY = 50;
export const TIMEOUT_MS = 2_000;
export const prioritySchema = z
  .number()
  .int()
  .min(1)
  .max(253)
  .meta({ description: 'The smallest is shown; the capture’s own source has 100.' });
export const timeoutSchema = z
  .number()
  .int()
  .min(100)
  .max(3_600_000)
  .meta({ description: 'How long it is shown when nothing follows; then what comes next by priority is shown again.' });

/** What a script sends: a picture, or colours of the lights themselves. */
const fields = {
  width: side.optional(),
  height: side.optional(),
  format: z
    .enum(['rgb24', 'rgbx'])
    .optional()
    .meta({ description: 'Bytes of a pixel: red, green, blue; and one that counts for nothing.' }),
  data: z
    .string()
    .max(MAX_DATA, { abort: true, error: 'must be at most 1 MiB of pixels; send a larger picture as application/octet-stream' })
    .pipe(z.base64())
    .optional()
    .meta({ description: 'The pixels row by row, without gaps, in base64.' }),
  colors: z
    .array(z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #ff8800'))
    .min(1)
    .max(MAX_COLORS)
    .optional()
    .meta({ description: 'One for each light, in place of a picture; where there are more lights they begin anew.' }),
  priority: prioritySchema.default(PRIORITY),
  timeout_ms: timeoutSchema.default(TIMEOUT_MS),
};

type Fields = z.output<z.ZodObject<typeof fields>>;

/** Either all of a picture or colours. */
function whole({ width, height, format, data, colors }: Fields, context: z.RefinementCtx): void {
  const missing = Object.entries({ width, height, format, data }).filter(([, value]) => value === undefined);
  if (colors !== undefined && missing.length < 4)
    context.addIssue({ code: 'custom', path: ['colors'], message: 'must not stand beside a picture' });
  if (colors !== undefined) return;
  for (const [name] of missing) context.addIssue({ code: 'custom', path: [name], message: 'must be there where there are no `colors`' });
}

export const frameSchema = z.strictObject(fields).superRefine(whole);

/** The same as a message of the WebSocket. */
export const frameMessageSchema = z.strictObject({ ...fields, capture_id: z.string().max(64) }).superRefine(whole);

/** How a frame is shown. */
export interface Showing {
  priority?: number | undefined;
  timeout_ms?: number | undefined;
}

/** A picture or colours as bytes. */
export type PushedFrame = { priority: number; timeout_ms: number; bytes: Uint8Array } & (
  { kind: 'picture'; width: number; height: number; format: 'rgb24' | 'rgbx' } | { kind: 'colors' }
);

/** Throws `LK_VALIDATION` when the bytes are not those of the picture. */
export function frameOf({ width = 0, height = 0, format = 'rgb24', data = '', colors, priority, timeout_ms }: Fields): PushedFrame {
  if (colors !== undefined)
    return { kind: 'colors', bytes: Buffer.from(colors.map((color) => color.slice(1)).join(''), 'hex'), priority, timeout_ms };
  const bytes = Buffer.from(data, 'base64');
  const needed = width * height * BYTES_PER_PIXEL[format];
  if (bytes.byteLength !== needed)
    throw HubError.field('/data', `must be ${needed} bytes for ${width} x ${height}, not ${bytes.byteLength}`);
  return { kind: 'picture', width, height, format, bytes, priority, timeout_ms };
}

/** A frame as `wire/capture-binary.ts` lays it out. Throws `LK_VALIDATION` for other bytes. */
export function frameOfBytes(message: Uint8Array, { priority = PRIORITY, timeout_ms = TIMEOUT_MS }: Showing): PushedFrame {
  const frame = readFrame(message);
  if (typeof frame === 'string') throw HubError.field('/', frame);
  const { format, width, height, pixels: bytes } = frame;
  if (format === 'lights') return { kind: 'colors', bytes, priority, timeout_ms };
  if (Math.max(width, height) > MAX_SIDE) throw HubError.field('/', `A picture has at most ${MAX_SIDE} pixels on each side.`);
  return { kind: 'picture', width, height, format, bytes, priority, timeout_ms };
}
