import type { Routes } from '@lightkeeper/plugin-sdk';
import type { Installation } from './installation.js';

/** What the form of a capture and its doctor ask about ffmpeg. */
export function addFfmpegRoutes(routes: Routes, installation: Installation): void {
  routes.add({
    method: 'GET',
    path: '/capture-sources/ffmpeg',
    summary: 'What ffmpeg can read on this machine',
    description:
      'Whether it is installed, its version, which inputs it has, and the cameras and displays that are there. Looked at anew twice a minute.',
    access: { role: 'admin', scope: 'captures:read' },
    handler: () => installation.look(),
  });
}
