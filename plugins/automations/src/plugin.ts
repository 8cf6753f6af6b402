import { definePlugin } from '@lightkeeper/plugin-sdk';
import { addUi } from './ui-parts.js';

/** When this happens, and that holds, then do so; each step is traced. */
export default definePlugin({
  setup(hub) {
    addUi(hub.ui);
  },
});
