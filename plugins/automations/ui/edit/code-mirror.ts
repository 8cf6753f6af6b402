import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { TextMistake } from '../model/yaml-text.js';

/** The page's own colours and type. The sheets are adopted by the shadow root, which the hub's content security policy allows. */
const theme = EditorView.theme({
  '&': {
    color: 'var(--lk-text)',
    backgroundColor: 'var(--lk-field)',
    border: '1px solid var(--lk-line-strong)',
    borderRadius: 'var(--lk-radius-m)',
    fontSize: 'var(--lk-size-s)',
    overflow: 'hidden',
  },
  '&.cm-focused': { outline: '2px solid var(--lk-focus)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'var(--lk-font-mono)', lineHeight: '1.6', minHeight: '20rem' },
  '.cm-content': { caretColor: 'var(--lk-text)', paddingBlock: '0.75rem' },
  '.cm-gutters': { backgroundColor: 'var(--lk-sunken)', color: 'var(--lk-text-faint)', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--lk-hover)' },
  '.cm-cursor': { borderLeftColor: 'var(--lk-text)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'color-mix(in oklab, var(--lk-focus) 35%, transparent)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--lk-raised)',
    color: 'var(--lk-text)',
    border: '1px solid var(--lk-line-strong)',
    borderRadius: 'var(--lk-radius-s)',
  },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--lk-error)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--lk-error)' },
});

const highlight = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--lk-cat-device)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--lk-cat-automation)' },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: 'var(--lk-cat-capture)' },
  { tag: [tags.typeName, tags.tagName, tags.meta], color: 'var(--lk-cat-auth)' },
  { tag: tags.comment, color: 'var(--lk-text-faint)' },
]);

export interface CodeEditor {
  /** Puts another text in, unless it is the one that is there. */
  write(text: string): void;
  /** Marks mistakes at their lines. */
  mark(mistakes: readonly TextMistake[]): void;
  /** Goes to a line, with the keyboard. */
  goTo(line: number): void;
  lock(locked: boolean): void;
  focus(): void;
  end(): void;
}

function diagnostics(state: EditorState, mistakes: readonly TextMistake[]): Diagnostic[] {
  return mistakes
    .map(({ line, column, detail }): Diagnostic => {
      const at = state.doc.line(Math.min(Math.max(1, line), state.doc.lines));
      const from = Math.min(at.to, at.from + Math.max(0, column - 1));
      const to = from < at.to ? at.to : from;
      return { from: from === to ? at.from : from, to, severity: 'error', message: detail };
    })
    .sort((a, b) => a.from - b.from);
}

/** A text field that knows YAML. Tab leaves it, as it leaves any field. */
export function createCodeEditor(
  parent: HTMLElement,
  root: ShadowRoot,
  options: { text: string; label: string; changed(text: string): void },
): CodeEditor {
  const locking = new Compartment();
  const lock = (locked: boolean) => [EditorState.readOnly.of(locked), EditorView.editable.of(!locked)];
  const view = new EditorView({
    parent,
    root,
    doc: options.text,
    extensions: [
      lineNumbers(),
      lintGutter(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      highlightActiveLine(),
      EditorView.lineWrapping,
      EditorState.tabSize.of(2),
      EditorView.contentAttributes.of({ 'aria-label': options.label, spellcheck: 'false', autocapitalize: 'off' }),
      keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
      yaml(),
      syntaxHighlighting(highlight),
      theme,
      locking.of(lock(false)),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) options.changed(update.state.doc.toString());
      }),
    ],
  });
  return {
    write(text) {
      if (text === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    mark(mistakes) {
      view.dispatch(setDiagnostics(view.state, diagnostics(view.state, mistakes)));
    },
    goTo(line) {
      const at = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines));
      view.dispatch({ selection: { anchor: at.from }, scrollIntoView: true });
      view.focus();
    },
    lock(locked) {
      view.dispatch({ effects: locking.reconfigure(lock(locked)) });
    },
    focus() {
      view.focus();
    },
    end() {
      view.destroy();
    },
  };
}
