import { networkInterfaces } from 'node:os';
import { z } from '@lightkeeper/plugin-sdk';
import type { DeviceService, DeviceSnapshot, EntityCollection, Routes } from '@lightkeeper/plugin-sdk';
import { examine } from './doctor/doctor.js';
import type { CaptureRecord } from './entities/capture.js';
import type { Layouts } from './entities/layout.js';
import { zonesOf } from './layout/layout.js';
import type { Runs } from './runner/runs.js';

interface Deps {
  captures: EntityCollection<CaptureRecord>;
  runs: Pick<Runs, 'status'>;
  layouts: Pick<Layouts, 'find'>;
  devices: () => DeviceService | undefined;
}

/** Answers why it is dark. */
export function addDoctorRoute(routes: Routes, { captures, runs, layouts, devices }: Deps): void {
  const known = (id: string): [string, DeviceSnapshot][] => {
    const device = devices()?.get(id);
    return device === undefined ? [] : [[id, device]];
  };

  routes.add({
    method: 'GET',
    path: '/captures/:id/doctor',
    summary: 'Why it is dark, or not as it should be',
    description: 'Looks at the capture, its source and its devices. `items` holds what was found, the worst first, and what helps.',
    access: { role: 'viewer', scope: 'captures:read' },
    params: z.strictObject({ id: z.string().max(64) }),
    async handler({ params: { id } }) {
      const { data } = await captures.require(id);
      const layout = layouts.find(data);
      const status = runs.status(id);
      const profile = data.profiles.find(({ name }) => name === status.profile);
      const items = examine({
        record: { ...data, grade: profile?.grade ?? data.grade },
        status,
        lights: layout === null ? null : zonesOf(layout).length,
        devices: new Map(data.targets.flatMap(({ device_id }) => known(device_id))),
        own_addresses: Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address)),
      });
      return { items };
    },
  });
}
