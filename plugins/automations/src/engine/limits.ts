/** Steps that a run may go through, those of loops counted each time. */
export const MAX_STEPS_OF_RUN = 10_000;
/** Items that a loop may go through, and the size of a run's variables in characters of JSON. */
export const MAX_ITEMS = 1_000;
export const MAX_VARIABLES = 64 * 1024;
/** Steps after which a run lets others have their turn. */
export const BREATH = 200;
/** Rounds of a loop without an end of its own that a dry run shows. */
export const DRY_ROUNDS = 10;
/** How many automations may lead to one another, the first included. */
export const MAX_CHAIN = 8;
/** Runs of one automation within this time that have entries of their own in the log, where they leave nothing else in it. */
export const TOLD_RUNS = 60;
export const TOLD_WINDOW_MS = 60_000;
