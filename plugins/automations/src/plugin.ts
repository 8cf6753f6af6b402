import { definePlugin } from '@lightkeeper/plugin-sdk';

/** When this happens, and that holds, then do so; each step is traced. */
export default definePlugin({
  setup() {
    // Its parts are added one by one.
  },
});
