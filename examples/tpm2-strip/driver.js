import { addressField, parseAddress, z } from '@lightkeeper/plugin-sdk';
import { MAX_LEDS, TPM2_PORT } from './packets.js';
import { openSender } from './pictures.js';
import { Strip } from './strip.js';

/** What a device has to be told; the form for it, and what it refuses, come from here. */
const config = z.strictObject({
  address: addressField('Host name or IP address of the controller.', TPM2_PORT),
  leds: z.number().int().min(1).max(MAX_LEDS).meta({ title: 'LEDs', description: 'How many LEDs the strip has.' }),
});

/** One try: resolves with a connection, or rejects with a sentence. When to try again is the hub's to decide. */
async function connect(udp, { address, leds }, reporter, tools) {
  const { host, port } = parseAddress(address, TPM2_PORT);
  const target = await udp.target(host, port, { trust: tools.trust });
  const socket = await udp.open();
  const pictures = { target, leds };
  const sender = openSender(pictures, socket);
  const output = {
    async send(picture) {
      try {
        await sender.send(picture);
      } catch (error) {
        reporter.lost('Nothing can be sent to it.');
        throw error;
      }
    },
    close: () => socket.close(),
    direct: { module: new URL('./pictures.js', import.meta.url).href, options: pictures },
  };
  return new Strip(leds, output, { reporter, tools });
}

export function createTpm2Driver(udp) {
  return {
    id: 'tpm2',
    name: 'TPM2.NET',
    description: 'LED strips behind a controller that speaks TPM2.NET, over the local network.',
    config,
    connect: (given, reporter, tools) => connect(udp, given, reporter, tools),
  };
}
