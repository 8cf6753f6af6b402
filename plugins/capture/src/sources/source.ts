/** What a source is, to the built-in ones as to those of other plugins. */
export type {
  OpenSource,
  PaintedSource,
  SourceInput,
  SourceInputOptions as InputOptions,
  SourceKind,
  SourceSink as PictureSink,
  SourceTools,
} from '@lightkeeper/plugin-sdk';
