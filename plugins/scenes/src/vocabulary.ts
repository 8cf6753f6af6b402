import type { Vocabulary } from '@lightkeeper/plugin-sdk';

/** What scenes and playlists write in the log. */
export const VOCABULARY = {
  automation: {
    scene_activated: {
      severity: 'info',
      message: '{actor} activated the scene {name}',
      description:
        'A scene was asked for; written before its commands go out, which have this entry as their cause. `devices` is how many it has.',
      guarantee: 'strict',
    },
    scene_failed: {
      severity: 'warning',
      message: '{actor} could not reach {missed} with the scene {name}',
      description:
        'Devices of a scene did not take their part: `failed` says which and why, `waiting` which get it when they are back. An error when none took it.',
    },
    scene_undone: {
      severity: 'info',
      message: '{actor} took the scene {name} back',
      description: 'The devices of a scene were given the state from before it.',
      guarantee: 'strict',
    },
    playlist_started: {
      severity: 'info',
      message: '{actor} started the playlist {name}',
      description: 'A playlist was started; its scenes have this entry as their cause.',
      guarantee: 'strict',
    },
    playlist_paused: {
      severity: 'info',
      message: '{actor} paused the playlist {name}',
      description: 'A playlist stands still at one of its scenes.',
      guarantee: 'strict',
    },
    playlist_resumed: {
      severity: 'info',
      message: '{actor} let the playlist {name} go on',
      description: 'A playlist goes on where it was paused.',
      guarantee: 'strict',
    },
    playlist_skipped: {
      severity: 'info',
      message: '{actor} skipped a scene of the playlist {name}',
      description: 'A playlist went to its next scene before its time.',
      guarantee: 'strict',
    },
    playlist_stopped: {
      severity: 'info',
      message: '{actor} stopped the playlist {name}{why}',
      description: 'A playlist was stopped, or had come to its end; its last scene stays. `duration_ms` is how long ago it was started.',
      guarantee: 'strict',
    },
  },
} as const satisfies Vocabulary;
