import type { Draft, Edit } from './draft.js';
import { rewrite } from './draft.js';
import type { Match } from './match.js';
import { matchOf } from './match.js';

/** Finds one kind of written expression and says it. */
export interface Rule<Context = unknown> {
  readonly name: string;
  /** Global and Unicode-aware; every repetition in it is bounded, or hostile text would stall us. */
  readonly pattern: RegExp;
  /** What to say: '' removes the match, the match itself protects it from later rules, null leaves it to them. */
  readonly say: (match: Match, context: Context) => string | null;
  /** Replaces letters, not expressions: what is said stays joined to its neighbours. */
  readonly joined?: true;
}

/**
 * Stands in the text for what an earlier rule of the same pass has said. A private-use character:
 * clean-up removes those from the source. Patterns may look around for it, never match it.
 */
export const SPOKEN = '\uE000';

/**
 * Runs one pass: rules in order, each over the text that earlier ones left. All see the whole text,
 * with `SPOKEN` over what is taken, so offsets stay those of the draft.
 */
export const applyRules = <Context>(
  draft: Draft,
  rules: readonly Rule<Context>[],
  context: Context,
): Draft => {
  let visible = draft.text;
  let edits: readonly RuleEdit[] = [];
  for (const rule of rules) {
    const found = editsOf(visible, rule, context);
    if (found.length === 0) continue;
    visible = hide(visible, found);
    edits = edits.concat(found);
  }
  const ordered = edits.toSorted((a, b) => a.start - b.start);
  return rewrite(draft, spacedOut(draft.text, ordered));
};

interface RuleEdit extends Edit {
  readonly joined: boolean;
}

const editsOf = <Context>(visible: string, rule: Rule<Context>, context: Context) => {
  const edits: RuleEdit[] = [];
  for (const found of allMatches(visible, rule.pattern)) {
    const match = matchOf(found);
    const { start, end } = match;
    const spoken = isFree(found[0]) ? rule.say(match, context) : null;
    if (spoken !== null) edits.push({ start, end, spoken, joined: rule.joined ?? false });
  }
  return edits;
};

/**
 * What `matchAll` gives, without the copy of the pattern that it makes: after each garbage collection
 * the copies of our hundred patterns are compiled again, which takes 10 ms of every sentence.
 */
const allMatches = (text: string, pattern: RegExp): readonly RegExpExecArray[] => {
  const found: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    found.push(match);
    if (match[0] === '') pattern.lastIndex += (text.codePointAt(match.index) ?? 0) > 0xffff ? 2 : 1;
  }
  return found;
};

const isFree = (written: string): boolean => written !== '' && !written.includes(SPOKEN);

const hide = (visible: string, edits: readonly Edit[]): string => {
  const parts: string[] = [];
  let position = 0;
  for (const { start, end } of edits) {
    parts.push(visible.slice(position, start), SPOKEN.repeat(end - start));
    position = end;
  }
  return parts.join('') + visible.slice(position);
};

const ENDS_IN_WORD = /[\p{L}\p{M}\p{N}]$/u;
const STARTS_WITH_WORD = /^[\p{L}\p{N}]/u;

/** Keeps words apart where something between letters or digits becomes words ("10kg", "a&b"). */
const spacedOut = (text: string, edits: readonly RuleEdit[]): readonly Edit[] => {
  let position = 0;
  let left = '';
  return edits.map((edit) => {
    left = tail(left + text.slice(position, edit.start));
    position = edit.end;
    const spoken = padded(edit, left, text);
    left = tail(left + spoken);
    return { ...edit, spoken };
  });
};

const padded = ({ start, end, spoken, joined }: RuleEdit, left: string, text: string): string => {
  if (joined || spoken === text.slice(start, end)) return spoken;
  const before = STARTS_WITH_WORD.test(spoken) && ENDS_IN_WORD.test(left);
  const after = ENDS_IN_WORD.test(spoken) && STARTS_WITH_WORD.test(text.slice(end, end + 2));
  return `${before ? ' ' : ''}${spoken}${after ? ' ' : ''}`;
};

/** Enough to see one code point. */
const tail = (text: string): string => text.slice(-2);
