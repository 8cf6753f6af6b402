import type { Device } from '@lightkeeper/plugin-sdk/wire';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { HubProcess } from '../support/hub-process.js';
import { completeSetup } from '../support/setup.js';
import { WledRealtime } from '../support/wled-realtime.js';
import { WledSimulator } from '../support/wled-simulator.js';

/** A hub of its own process with one light that takes pictures: what a source shows is seen in the datagrams of the light. */
export class LightRoom {
  private constructor(
    readonly hub: HubProcess,
    readonly owner: ApiClient,
    readonly light: WledSimulator,
    readonly realtime: WledRealtime,
    readonly device_id: string,
  ) {}

  /** `env` is what the hub is told of its environment beside the plain one. */
  static async open(leds: number, env: Record<string, string> = {}): Promise<LightRoom> {
    const hub = await HubProcess.start({ env });
    const owner = await completeSetup(hub);
    const light = new WledSimulator({ name: 'Television', leds });
    await light.start();
    const realtime = new WledRealtime(light);
    await realtime.start();
    const config = { address: light.address, realtime_port: realtime.port };
    const { id } = (await owner.api<Device>('POST', '/devices', { name: 'Television', driver: 'wled', config })).body;
    await eventually('the light is online', async () => (await owner.api<Device>('GET', `/devices/${id}`)).body.status === 'online');
    return new LightRoom(hub, owner, light, realtime, id);
  }

  /** Makes a capture of one row of lights, from left to right, that shows colours as they come; and starts it. */
  async start(source: object, more: object = {}): Promise<string> {
    const layout = { kind: 'matrix', columns: this.light.model.leds, rows: 1 };
    const targets = [{ device_id: this.device_id }];
    const body = { name: 'Ambient', source, layout, targets, smoothing: { kind: 'none' }, cut_bars: false, ...more };
    const answer = await this.owner.api<{ id: string }>('POST', '/captures', body);
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    await this.owner.api('POST', `/captures/${answer.body.id}/start`);
    return answer.body.id;
  }

  async status(id: string): Promise<{ state: string; reason: string | null }> {
    return (await this.owner.api<{ state: string; reason: string | null }>('GET', `/captures/${id}/status`)).body;
  }

  /** Waits until the lights show these colours, each `[red, green, blue]` of light, 0 to 255. */
  async shows(what: string, ...colors: readonly (readonly [number, number, number])[]): Promise<void> {
    const wanted = JSON.stringify(colors.flat());
    await eventually(what, () => JSON.stringify(this.realtime.last) === wanted, {
      describe: () => `wanted ${wanted}, shown ${JSON.stringify(this.realtime.last)}`,
    });
  }

  async close(): Promise<void> {
    await this.hub.dispose();
    this.realtime.end();
    await this.light.end();
  }
}
