import { definePlugin } from '@lightkeeper/plugin-sdk';

/** How the lights stand together: scenes, and playlists of them. */
export default definePlugin({
  setup() {
    // Its parts are added one by one.
  },
});
