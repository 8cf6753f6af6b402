import { definePlugin } from '@lightkeeper/plugin-sdk';
import { createTpm2Driver } from './driver.js';

export default definePlugin({
  setup(hub) {
    const devices = hub.services.require('devices');
    hub.effect('the driver of TPM2.NET', devices.registerDriver(createTpm2Driver(hub.udp), hub.plugin.id));
  },
});
