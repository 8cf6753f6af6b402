/** Takes an effect back. Calling it twice does no harm. */
export type Disposer = () => void | Promise<void>;

/** One node of the tree of effects: all that a plugin has set going, by label. */
export interface EffectNode {
  label: string;
  children: EffectNode[];
}
