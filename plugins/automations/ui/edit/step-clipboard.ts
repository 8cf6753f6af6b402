import { Store } from '@lightkeeper/ui';
import type { StepSort } from '../model/nests.js';
import type { Step } from '../model/steps.js';

/** The step that was copied last, for this page and any automation in it. */
export const stepClipboard = new Store<{ sort: StepSort; step: Step } | null>(null);
