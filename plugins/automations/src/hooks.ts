import type { HookCaller, Hooks } from '@lightkeeper/plugin-sdk';

export interface AutomationHooks {
  triggered: HookCaller<'automation.triggered'>;
  finished: HookCaller<'automation.finished'>;
  failed: HookCaller<'automation.failed'>;
  notified: HookCaller<'automation.notified'>;
}

export function declareHooks(hooks: Hooks): AutomationHooks {
  const tells = (description: string): { policy: 'contain'; description: string } => ({ policy: 'contain', description });
  return {
    triggered: hooks.declare('automation.triggered', tells('A run of an automation began.')),
    finished: hooks.declare('automation.finished', tells('A run of an automation has ended as it should.')),
    failed: hooks.declare(
      'automation.failed',
      tells('A run of an automation failed, or was not begun because it ran away or in a circle.'),
    ),
    notified: hooks.declare('automation.notified', tells('People should know something.')),
  };
}
