import { z } from '@lightkeeper/plugin-sdk';
import type { DeviceDescription } from '@lightkeeper/plugin-sdk';

/**
 * What `/json/cfg` says of pictures that come from outside ("if.live", wled00/cfg.cpp): whether they are taken at all, whether WLED
 * corrects them by its own gamma (`no-gc` says that it does not), and after how many tenths of a second it returns to itself.
 */
export const wledConfig = z.looseObject({
  if: z.looseObject({
    live: z.looseObject({
      en: z.boolean().optional().catch(undefined),
      'no-gc': z.boolean().optional().catch(undefined),
      timeout: z.number().int().min(0).max(65_535).optional().catch(undefined),
    }),
  }),
});
export type WledLive = z.output<typeof wledConfig>['if']['live'];

/** The facts that explain a wrong picture: gamma that is applied here and there washes it out. */
export function liveInfo(live: WledLive): NonNullable<DeviceDescription['info']> {
  return {
    ...(live['no-gc'] !== undefined && { stream_gamma: live['no-gc'] ? 'left as sent' : 'corrected by the light' }),
    ...(live.timeout !== undefined && { stream_time_out_ms: live.timeout * 100 }),
  };
}
