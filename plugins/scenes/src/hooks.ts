import type { HookCaller, Hooks } from '@lightkeeper/plugin-sdk';

export interface SceneHooks {
  activating: HookCaller<'scene.activating'>;
  activated: HookCaller<'scene.activated'>;
  started: HookCaller<'playlist.started'>;
  stopped: HookCaller<'playlist.stopped'>;
}

/** Contributes the hooks of scenes and playlists. Only a scene that is about to be shown may be refused. */
export function declareHooks(hooks: Hooks): SceneHooks {
  const tells = (description: string): { policy: 'contain'; description: string } => ({ policy: 'contain', description });
  return {
    activating: hooks.declare('scene.activating', {
      policy: 'abort',
      description: "Before a scene's commands go out: may refuse it by throwing.",
    }),
    activated: hooks.declare('scene.activated', tells('All devices of a scene have taken their part, or said why not.')),
    started: hooks.declare('playlist.started', tells('A playlist was started, or goes on.')),
    stopped: hooks.declare('playlist.stopped', tells('A playlist was stopped, or has come to its end.')),
  };
}
