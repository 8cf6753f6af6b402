/** A command in words: `anna` + `dimmed` + `Sofa lamp` + ` to 12 %`; `could not` + `dim` + … when it failed. */
export interface Phrase {
  /** Past tense, before the device's name. */
  verb: string;
  /** The same as an infinitive. */
  wish: string;
  /** What follows the name: empty, or begins with a space, so that the sentence needs no gap where there is nothing to add. */
  detail: string;
  /** The outcome alone, for lists: `on at 72 %`. */
  summary: string;
}
