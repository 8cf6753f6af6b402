/** What a capture is doing. */
export interface CaptureStatus {
  /** `waiting`: it runs, but no source shows anything. `failed`: it cannot go on by itself; it is tried anew until somebody stops it. */
  state: 'stopped' | 'starting' | 'running' | 'waiting' | 'failed';
  /** Since when the state holds, ISO 8601; null while it is stopped. */
  since: string | null;
  /** Why it waits or has failed, for people. */
  reason: string | null;
  /** Pictures that came in during the last second, and those that went out to the lights. */
  fps_in: number;
  fps_out: number;
  /** Milliseconds from a picture's coming in to its being reckoned: the last second's median. */
  latency_ms: number | null;
  /** What the lights show: the source, the fallback, or nothing. */
  showing: 'source' | 'fallback' | null;
  /** All lights have been black for the last second. */
  dark: boolean;
  /** The profile of day or night that holds; null when none does. */
  profile: string | null;
  targets: CaptureTargetStatus[];
}

/** One thing that the doctor has to say of a capture, `GET /api/v1/captures/{id}/doctor`. */
export interface CaptureFinding {
  /** `error`: lights stay dark of it. `warning`: they are not what they could be. `info`: worth knowing. `ok`: nothing is wrong. */
  severity: 'ok' | 'info' | 'warning' | 'error';
  /** A few words. */
  title: string;
  /** What there is, in a sentence or two. */
  detail: string;
  /** What helps; null where nothing has to be done. */
  fix: string | null;
}

/** How one of its devices fares. */
export interface CaptureTargetStatus {
  device_id: string;
  device_name: string;
  ok: boolean;
  /** What is wrong with it, or worth knowing. */
  note: string | null;
}

/** A kind of source, `GET /api/v1/capture-sources`. */
export interface CaptureSourceInfo {
  kind: string;
  name: string;
  description: string;
  /** JSON Schema of the fields beside `kind`. */
  options_schema: Record<string, unknown>;
}

/** A filter that a plugin brings, `GET /api/v1/capture-filters`. */
export interface CaptureFilterInfo {
  kind: string;
  name: string;
  description: string;
  /** JSON Schema of its settings; what they are by default stands in it. */
  options_schema: Record<string, unknown>;
}

/** A way in which a zone becomes one colour, `GET /api/v1/capture-algorithms`: those that come with the hub, and those of plugins. */
export interface CaptureAlgorithmInfo {
  id: string;
  name: string;
  description: string;
}

/** What ffmpeg can read on the hub's machine, `GET /api/v1/capture-sources/ffmpeg`. */
export interface FfmpegInfo {
  installed: boolean;
  version: string | null;
  /** Why it cannot be used and what helps, for people. */
  problem: string | null;
  /** Values of the option `input` that work here. */
  inputs: string[];
  cameras: { path: string; name: string }[];
  /** X displays, such as `:0`. */
  displays: string[];
}
