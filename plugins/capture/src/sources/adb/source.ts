import type { UdpService } from '@lightkeeper/plugin-sdk';
import type { Installation } from '../ffmpeg/installation.js';
import { pictureSize } from '../ffmpeg/picture-size.js';
import type { OpenSource, SourceKind } from '../source.js';
import { findDevice } from './devices.js';
import { adbSchema } from './options.js';
import type { Presence } from './presence.js';
import { film } from './recording.js';
import { takeScreenshots } from './screenshots.js';

interface Deps {
  installation: Installation;
  presence: Presence;
  target: UdpService['target'];
}

/** The screen of an Android phone, tablet or television, by the debugging that Android brings along: no app has to be installed. */
export function adbSource({ installation, presence, target }: Deps): SourceKind<typeof adbSchema> {
  return {
    kind: 'adb',
    name: 'Android screen',
    description: 'The screen of an Android phone, tablet or television with debugging turned on, by USB or over the network, read by adb.',
    options: adbSchema,
    async open(options, sink, tools) {
      const key = options.connection === 'usb' ? `usb ${options.serial}` : options.address;
      const found = findDevice(options, { target, tools });
      const device = await found.catch(async (error: unknown) => {
        // Nobody asked for it any more: that says nothing of the device.
        if (!tools.signal.aborted) await presence.gone(key, error instanceof Error ? error.message : 'It was not found.');
        throw error;
      });
      await presence.there(key, device);
      const { serial, name } = device;
      const shots = (): OpenSource => takeScreenshots(serial, options.fps, sink, tools);
      if (options.pictures === 'screenshots') return shots();
      const closing: Promise<void>[] = [];
      let open = film({
        ...{ serial, name, fps: options.fps, size: pictureSize(tools.wish), abilities: await installation.abilities(), sink, tools },
        cannot: () => {
          tools.log.info('An Android device cannot film its screen; screenshots are taken', { device: name });
          closing.push(Promise.resolve(open.close()));
          open = shots();
        },
      });
      return {
        unproven: true,
        async close() {
          await Promise.all([...closing, open.close()]);
        },
      };
    },
  };
}
