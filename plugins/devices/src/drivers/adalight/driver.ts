import { z } from '@lightkeeper/plugin-sdk';
import type { DeviceDriver, DriverTools } from '@lightkeeper/plugin-sdk';
import { WishMemory } from '../dmx/wish-memory.js';
import { AdalightLight } from './light.js';
import { maxFps, ORDERS, PROTOCOLS, SerialPacket } from './packet.js';
import { OpenPorts } from './open-ports.js';
import { openSerialLine } from './serial-line.js';
import type { LoadSerial } from './serial-line.js';

/** An Arduino resets when its port is opened, and says "Ada" when it is ready; one that says nothing is ready after this long. */
const READY_MS = 2_000;
const READY = 'Ada';

const BAUDS = [115_200, 230_400, 460_800, 500_000, 576_000, 921_600, 1_000_000, 1_500_000, 2_000_000] as const;

/** Serial ports by the names that systems give them, and pseudo terminals, behind which a program stands in for a board. */
const PORT =
  /^(?:\/dev\/(?:tty[A-Za-z0-9][\w.-]{0,60}|cu\.[\w.-]{1,60}|serial\/by-(?:id|path)\/[A-Za-z0-9][\w.:+-]{0,200}|pts\/\d{1,6})|COM\d{1,3})$/;

const config = z.strictObject({
  port: z
    .string()
    .trim()
    .max(250, 'must be at most 250 characters')
    .regex(PORT, 'must be a serial port, such as /dev/ttyUSB0, /dev/serial/by-id/usb-… or COM3')
    .meta({
      title: 'Serial port',
      description: 'Such as /dev/ttyUSB0 or COM3. Below /dev/serial/by-id a board keeps its name wherever it is plugged in.',
    }),
  baud: z
    .literal(BAUDS)
    .default(115_200)
    .meta({ title: 'Speed', description: 'In baud, as the board is programmed.', ui: { unit: 'baud' } }),
  leds: z.number().int().min(1).max(4_096).meta({ title: 'LEDs', description: 'How many the strip has, 1 to 4096.' }),
  order: z.enum(ORDERS).default('RGB').meta({ title: 'Order of colours', description: 'Change it when red shines green.' }),
  protocol: z.enum(PROTOCOLS).default('adalight').meta({
    title: 'Protocol',
    description: 'Adalight, which most boards and WLED speak, or AWA of HyperSerial, which finds garbled data.',
  }),
});

const loadSerial: LoadSerial = () => import('serialport');

/**
 * LED strips behind a board at a serial port that speaks Adalight or AWA. How fast pictures can follow each other comes of the speed of
 * the port: 300 LEDs get 12 a second at 115,200 baud, and 100 at 1,000,000.
 */
export function createAdalightDriver(load: LoadSerial = loadSerial): DeviceDriver<typeof config> {
  const memory = new WishMemory();
  const ports = new OpenPorts();
  return {
    id: 'adalight',
    name: 'Adalight (serial port)',
    description: 'LED strips behind an Arduino or another board at a serial or USB port.',
    config,
    async connect({ port, baud, leds, order, protocol }, reporter, tools) {
      const board = new Board();
      await ports.free(port, tools.timers);
      const opened = await openSerialLine(
        load,
        { path: port, baud },
        {
          data: (bytes) => {
            board.hear(bytes);
          },
          lost: (reason) => {
            reporter.lost(reason);
          },
        },
      );
      const line = ports.keep(port, opened);
      await board.ready(tools);
      const max_fps = maxFps({ protocol, leds }, baud);
      return new AdalightLight({
        line,
        packet: new SerialPacket({ protocol, leds, order }),
        format: { leds, channels: 3, max_fps },
        info: { product: protocol === 'awa' ? 'AWA strip' : 'Adalight strip', port, baud, leds, pictures_per_second: max_fps },
        key: `${port}/${leds}`,
        memory,
        reporter,
        tools,
      });
    },
  };
}

/** What is heard of the board while it starts. */
class Board {
  #said = '';
  #greet: () => void = () => {};

  /** Of what it says, only as much is kept as a greeting that came in two parts needs. */
  hear(bytes: Uint8Array): void {
    const said = this.#said + Buffer.from(bytes).toString('latin1');
    this.#said = said.includes(READY) ? READY : said.slice(1 - READY.length);
    if (this.#said === READY) this.#greet();
  }

  /** Resolves when it has greeted, or has had the time to, or is wanted no more. */
  async ready({ timers, signal }: DriverTools): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#greet = resolve;
      if (this.#said === READY) resolve();
      timers.after(READY_MS, 'wait for a board', resolve);
      signal.addEventListener('abort', () => {
        resolve();
      });
    });
  }
}
