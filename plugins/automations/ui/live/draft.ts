import type { Automation, AutomationCheck, AutomationProblem } from '@lightkeeper/plugin-sdk/wire';
import { ProblemError, Store, api, describeError } from '@lightkeeper/ui';
import { EMPTY, bodyOf, draftOf, sameDraft, type DraftValue } from '../model/draft-value.js';
import { getAt, setAt, type Path } from '../model/paths.js';
import { keyOf } from '../model/step-keys.js';
import { stepAt } from '../model/steps.js';
import { automations, mayEdit, pathOf } from './automations.js';

/** The hub is asked what it thinks of a draft when nobody has typed for so long. */
const CHECK_AFTER_MS = 400;
const MOST_UNDONE = 100;

export type CheckProblem = AutomationCheck['problems'][number];

const unplaced = (problem: AutomationProblem): CheckProblem => ({ ...problem, line: null, column: null });

export interface DraftState {
  value: DraftValue;
  /** What is stored, or what a new one begins with. */
  base: DraftValue;
  /** What the hub thinks of the draft, or of one shortly before; null until it has been asked. */
  check: AutomationCheck | null;
  /** Why it could not be asked, or would not answer. */
  check_error: string;
  /** Whether the answer is about the draft as it is. */
  checked: boolean;
  saving: boolean;
  /** What the hub said when it was to be saved. */
  problem: unknown;
  /** Somebody else has changed what is stored meanwhile. */
  theirs: Automation | null;
  /** Text is being written that cannot be read as it is. */
  unreadable: boolean;
  can_undo: boolean;
  can_redo: boolean;
  /** The numbers of the steps that stand open. */
  open: ReadonlySet<number>;
  /** The numbers of those that were added and not left yet: what they miss is no mistake so far. */
  fresh: ReadonlySet<number>;
}

/** An automation while it is edited: each change can be undone, and the hub says of each what it means and what is wrong with it. */
export class Draft extends Store<DraftState> {
  /** As it was written by hand, while the text says what the draft does; empty before. */
  text = '';
  #past: DraftValue[] = [];
  #future: DraftValue[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #round = 0;
  #revision: number | null;
  /** What is stored, in the hub's own words: it writes out what was left to it. */
  #stored: DraftValue | null;

  constructor(
    readonly id: string | null,
    stored: Automation | null,
    start: DraftValue = EMPTY,
  ) {
    const base = stored ? draftOf(stored) : EMPTY;
    super({
      value: stored ? base : start,
      base,
      check: stored && { sentence: stored.sentence, sentences: {}, problems: stored.problems.map(unplaced) },
      check_error: '',
      checked: false,
      saving: false,
      problem: null,
      theirs: null,
      unreadable: false,
      can_undo: false,
      can_redo: false,
      open: new Set(),
      fresh: new Set(),
    });
    this.#revision = stored?.revision ?? null;
    this.#stored = stored ? base : null;
    void this.ask();
  }

  get dirty(): boolean {
    return this.value.unreadable || !sameDraft(this.value.value, this.value.base);
  }

  #patch(changes: Partial<DraftState>): void {
    this.update((old) => {
      const next = { ...old, ...changes };
      return { ...next, can_undo: next.unreadable || this.#past.length > 0, can_redo: this.#future.length > 0 };
    });
  }

  #show(value: DraftValue): void {
    this.#patch({ value, problem: null, checked: false });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.ask(), CHECK_AFTER_MS);
  }

  /** Takes a whole new value, which can be undone. */
  replace(value: DraftValue): void {
    if (sameDraft(value, this.value.value)) return;
    this.#past = [...this.#past, this.value.value].slice(-MOST_UNDONE);
    this.#future = [];
    this.#show(value);
  }

  /** Changes what stands at a path. */
  put(path: Path, next: unknown): void {
    this.replace(setAt(this.value.value, path, next));
  }

  at(path: Path): unknown {
    return getAt(this.value.value, path);
  }

  /** The text that is being written can be read again, or cannot. */
  setUnreadable(unreadable: boolean): void {
    this.#patch({ unreadable });
  }

  undo(): void {
    if (this.value.unreadable) {
      // What cannot be read goes first; the draft is as it was before it.
      this.text = '';
      this.#patch({ unreadable: false });
      return;
    }
    const before = this.#past.pop();
    if (before === undefined) return;
    this.#future.push(this.value.value);
    this.#show(before);
  }

  redo(): void {
    const after = this.#future.pop();
    if (after === undefined) return;
    this.#past.push(this.value.value);
    this.#show(after);
  }

  /** Back to what is stored, which can be undone too. */
  discard(): void {
    this.replace(this.value.base);
  }

  isOpen(step: object): boolean {
    return this.value.open.has(keyOf(step));
  }

  setOpen(step: object, open: boolean): void {
    const next = new Set(this.value.open);
    if (open) next.add(keyOf(step));
    else next.delete(keyOf(step));
    this.#patch({ open: next, fresh: new Set([...this.value.fresh].filter((key) => open || key !== keyOf(step))) });
  }

  /** A step that was just added stands open, and may be filled in before it is judged. */
  begin(step: object): void {
    this.setOpen(step, true);
    this.#patch({ fresh: new Set(this.value.fresh).add(keyOf(step)) });
  }

  isFresh(step: object): boolean {
    return this.value.fresh.has(keyOf(step));
  }

  /** What is wrong, but for what those steps miss that are being filled in. */
  get mistakes(): CheckProblem[] {
    return (this.value.check?.problems ?? []).filter(({ path }) => {
      const step = stepAt(this.value.value, path);
      return step === null || !this.isFresh(step);
    });
  }

  /** Asks the hub what the draft means and what is wrong with it. */
  async ask(): Promise<void> {
    // Whoever may not change it may not ask either; what is stored has been told already.
    if (!mayEdit()) return;
    const round = (this.#round += 1);
    const { value } = this.value;
    try {
      const check = await api.post<AutomationCheck>('automations/check', { ...bodyOf(value), name: value.name || 'automation' });
      if (round === this.#round) this.#patch({ check, check_error: '', checked: true });
    } catch (error) {
      if (round === this.#round) this.#patch({ check_error: describeError(error), checked: true });
    }
  }

  /** Stops asking, when the page goes. */
  end(): void {
    this.#round += 1;
    clearTimeout(this.#timer);
  }

  /** Saves it, unless somebody else has changed it meanwhile: then their version is there to be looked at. The stored automation, or null. */
  async save(): Promise<Automation | null> {
    const { value } = this.value;
    this.#patch({ saving: true, problem: null, fresh: new Set() });
    try {
      const saved = await this.#send(value);
      automations.put(saved);
      this.#revision = saved.revision;
      this.#stored = draftOf(saved);
      this.#patch({ base: value, theirs: null });
      return saved;
    } catch (error) {
      if (!(await this.#overtaken(error))) this.#patch({ problem: error });
      else if (this.value.theirs === null) return await this.save();
      return null;
    } finally {
      this.#patch({ saving: false });
    }
  }

  #send(value: DraftValue): Promise<Automation> {
    if (this.id === null) return api.post<Automation>('automations', { ...bodyOf(value), enabled: true });
    const enabled = automations.value.by_id.get(this.id)?.enabled ?? true;
    const revision = this.#revision;
    return api.put<Automation>(pathOf(this.id), { ...bodyOf(value), enabled }, revision === null ? {} : { if_match: revision });
  }

  /** Whether the refusal was since it was changed elsewhere. A switch that somebody flipped there takes nothing away from what is edited here. */
  async #overtaken(error: unknown): Promise<boolean> {
    if (this.id === null || !(error instanceof ProblemError) || error.code !== 'LK_REVISION_CONFLICT') return false;
    const theirs = await api.get<Automation>(pathOf(this.id));
    automations.put(theirs);
    this.#meet(theirs);
    return true;
  }

  /** Somebody else's change has come in. Told at once where there is something to lose; else it is simply shown. */
  follow(stored: Automation): void {
    if (this.#revision === null || stored.revision <= this.#revision || this.value.saving) return;
    this.#meet(stored);
  }

  #meet(stored: Automation): void {
    const theirs = draftOf(stored);
    if (sameDraft(theirs, this.#stored)) {
      this.#revision = stored.revision;
    } else if (!this.dirty || sameDraft(theirs, this.value.value)) {
      this.#revision = stored.revision;
      this.#stored = theirs;
      this.#past = [];
      this.#future = [];
      this.#patch({ base: theirs, theirs: null });
      this.#show(theirs);
    } else if (this.value.theirs?.revision !== stored.revision) {
      this.#patch({ theirs: stored });
    }
  }

  /** Takes their version in place of one's own, which can be undone. */
  takeTheirs(): void {
    const { theirs } = this.value;
    if (theirs === null) return;
    this.#revision = theirs.revision;
    const value = draftOf(theirs);
    this.#stored = value;
    this.#patch({ base: value, theirs: null });
    this.replace(value);
  }

  /** Keeps one's own version: the next save takes the place of theirs. */
  keepMine(): void {
    const { theirs } = this.value;
    if (theirs === null) return;
    this.#revision = theirs.revision;
    this.#stored = draftOf(theirs);
    this.#patch({ base: this.#stored, theirs: null });
  }
}
