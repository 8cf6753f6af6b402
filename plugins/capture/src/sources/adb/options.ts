import { addressField, z } from '@lightkeeper/plugin-sdk';

/** adb's own port for devices of the network. */
export const ADB_PORT = 5_555;

const common = {
  pictures: z
    .enum(['video', 'screenshots'])
    .default('video')
    .meta({ title: 'Pictures', description: 'Video where the device can; screenshots are slow, one or two a second.' }),
  fps: z.number().int().min(1).max(60).default(30).meta({ title: 'Pictures a second', description: 'At most.' }),
};

const usb = z
  .strictObject({
    connection: z.literal('usb').meta({ title: 'How it is connected' }),
    serial: z
      .string()
      // It cannot begin an option of adb.
      .regex(/^([A-Za-z0-9][A-Za-z0-9._:-]{0,79})?$/, 'must be the serial number that "adb devices" shows')
      .default('')
      .meta({ title: 'Serial number', description: 'As "adb devices" shows it; nothing is the only one there is.' }),
    ...common,
  })
  .meta({ title: 'By USB' });

const network = z
  .strictObject({
    connection: z.literal('network').meta({ title: 'How it is connected' }),
    address: addressField('Host name or IP address of the device, where debugging over the network is on.', ADB_PORT),
    ...common,
  })
  .meta({ title: 'Over the network' });

export const adbSchema = z.discriminatedUnion('connection', [usb, network]);
export type AdbOptions = z.output<typeof adbSchema>;
