import { HubError } from '@lightkeeper/plugin-sdk';
import type * as serialport from 'serialport';

/** Brings in the library for serial ports, which is not on every machine. */
export type LoadSerial = () => Promise<Pick<typeof serialport, 'SerialPort'>>;

export interface LineEvents {
  data(bytes: Uint8Array): void;
  /** Called once, with a sentence, when the port is gone without having been closed. */
  lost(reason: string): void;
}

/** An open serial port. */
export interface SerialLine {
  /** Resolves when the system has taken all of the bytes, and then they may be used anew. */
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Opens a port with eight data bits, no parity and one stop bit. Rejects with a sentence. */
export async function openSerialLine(
  load: LoadSerial,
  { path, baud }: { path: string; baud: number },
  events: LineEvents,
): Promise<SerialLine> {
  const { SerialPort } = await loaded(load);
  const port = new SerialPort({ path, baudRate: baud, autoOpen: false });
  await new Promise<void>((resolve, reject) => {
    port.open((error) => {
      if (error === null) resolve();
      else reject(new HubError('LK_DEVICE_FAILED', whyNot(path, error), { cause: error }));
    });
  });
  let open = true;
  const lose = (): void => {
    if (open) events.lost(`${path} is gone: it was unplugged, or the board has reset.`);
    open = false;
  };
  port.on('data', (bytes: Buffer) => {
    events.data(bytes);
  });
  port.on('error', lose);
  port.on('close', lose);
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        port.write(bytes, (error) => {
          if (error) reject(error);
          else resolve();
        });
      }),
    close: () => {
      const was_open = open && port.isOpen;
      open = false;
      if (!was_open) return Promise.resolve();
      return new Promise((resolve) => {
        port.close(() => {
          resolve();
        });
      });
    },
  };
}

async function loaded(load: LoadSerial): ReturnType<LoadSerial> {
  try {
    return await load();
  } catch (error) {
    throw new HubError(
      'LK_DEVICE_FAILED',
      'Serial ports cannot be used here: the package "serialport" is not installed, or not for this kind of machine.',
      { cause: error },
    );
  }
}

/** What the library says, for people. */
function whyNot(path: string, { message }: Error): string {
  if (/no such file|file not found/i.test(message)) return `There is nothing at ${path}: it is not plugged in, or has another name.`;
  if (/permission denied|access denied/i.test(message)) {
    return `The hub may not use ${path}. On Linux its user must be in the group that owns it, often "dialout".`;
  }
  if (/cannot lock|temporarily unavailable|busy/i.test(message)) return `Another program uses ${path}.`;
  return `${path} cannot be opened as a serial port at this speed.`;
}
