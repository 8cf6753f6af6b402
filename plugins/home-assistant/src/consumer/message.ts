import type { MqttMessage } from '@lightkeeper/plugin-sdk';

/** A message of a device: parsed once, however many of its entities read it. */
export class Message {
  readonly text: string;
  readonly retained: boolean;
  #json: { value: unknown } | null | undefined;

  private constructor(text: string, retained: boolean) {
    this.text = text;
    this.retained = retained;
  }

  static from({ payload, retained }: Pick<MqttMessage, 'payload' | 'retained'>): Message {
    return new Message(new TextDecoder().decode(payload), retained);
  }

  static of(text: string): Message {
    return new Message(text, false);
  }

  /** What it says as JSON; null when it is none. */
  get json(): { value: unknown } | null {
    if (this.#json === undefined) this.#json = parse(this.text);
    return this.#json;
  }
}

function parse(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}
