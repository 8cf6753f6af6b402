/**
 * Binary channels of `/api/v1/events/ws`, for what is too much or too often for JSON. A client asks with
 * `{ "type": "open_channel", "id": "1", "name": "screen_share", "options": { … } }` and is given a number in the `data` of the result:
 * `{ "channel": 3 }`. From then on binary messages go both ways: the number, then what the channel's own layout says.
 * `{ "type": "close_channel", "channel": 3 }` ends it, and so does the end of the connection; when the hub ends it, it sends `channel_closed`.
 */
export const CHANNEL_HEADER_BYTES = 4;

/** No message is longer, its header left aside. */
export const MAX_CHANNEL_PAYLOAD = 1024 * 1024;

/** A binary message, taken apart. */
export interface ChannelMessage {
  channel: number;
  payload: Uint8Array;
}

/** Puts the channel's number, unsigned, 32 bits, big-endian, before the payload, of which it makes a copy. */
export function toChannelMessage(channel: number, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(CHANNEL_HEADER_BYTES + payload.byteLength);
  new DataView(message.buffer).setUint32(0, channel);
  message.set(payload, CHANNEL_HEADER_BYTES);
  return message;
}

/** Takes a binary message apart, without a copy; null when it is too short to be one. */
export function readChannelMessage(message: Uint8Array): ChannelMessage | null {
  if (message.byteLength < CHANNEL_HEADER_BYTES) return null;
  const channel = new DataView(message.buffer, message.byteOffset, CHANNEL_HEADER_BYTES).getUint32(0);
  return { channel, payload: message.subarray(CHANNEL_HEADER_BYTES) };
}
