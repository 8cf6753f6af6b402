/**
 * Runs a simulated WLED until it is ended, for browser tests and for trying things by hand:
 * `npx tsx tests/support/wled-simulator-cli.ts [--name Desk] [--mac a0b1c2d3e4f5] [--announce]`.
 * Prints one line of JSON, `{"address":"127.0.0.1:40213","port":40213}`, when it is ready.
 */
import { parseArgs } from 'node:util';
import { WledSimulator } from './wled-simulator.js';

const { values } = parseArgs({
  options: { name: { type: 'string' }, mac: { type: 'string' }, announce: { type: 'boolean', default: false } },
});
const light = new WledSimulator({
  ...(values.name !== undefined && { name: values.name }),
  ...(values.mac !== undefined && { mac: values.mac }),
});
await light.start();
if (values.announce) await light.announce();
console.log(JSON.stringify({ address: light.address, port: light.port }));

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void light.end().then(() => process.exit(0));
  });
}
