import type { z } from 'zod';

/** What is wrong with the body of a request, in the words of the upstream server. */
export interface InvalidBody {
  readonly kind: 'invalid';
  readonly message: string;
  /** The field that is to blame, if one is. */
  readonly param: string | null;
}

/** One complaint: a type keyword, where, and a text. */
export interface Complaint {
  readonly type: string;
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** Lists complaints as FastAPI does, but without echoing what the client sent. */
export const invalidBody = (complaints: readonly Complaint[]): InvalidBody => {
  const count = `${complaints.length} validation error${complaints.length === 1 ? '' : 's'}`;
  const lines = complaints.map(
    ({ type, path, text }) =>
      `  {'type': '${type}', 'loc': (${locationOf(path)}), 'msg': ${quoted(text)}}`,
  );
  const param = complaints[0]?.path.find((part) => typeof part === 'string') ?? null;
  return { kind: 'invalid', message: [`${count}:`, ...lines].join('\n'), param };
};

const locationOf = (path: readonly (string | number)[]): string =>
  path.length === 0
    ? "'body',"
    : ['body', ...path].map((part) => (typeof part === 'string' ? `'${part}'` : part)).join(', ');

const quoted = (text: string): string => (text.includes("'") ? `"${text}"` : `'${text}'`);

/** The body breaks a rule between its fields. */
export const brokenRule = (rule: string): InvalidBody =>
  invalidBody([{ type: 'value_error', path: [], text: `Value error, ${rule}` }]);

/** The complaints of a schema; `at` is where its object lies in the body. */
export const complaintsOf = (
  error: z.ZodError,
  at: readonly (string | number)[] = [],
): readonly Complaint[] =>
  error.issues.map((issue) => ({
    type: keywordOf(issue),
    path: [...at, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))],
    text: textOf(issue),
  }));

const keywordOf = (issue: z.core.$ZodIssue): string => {
  const type: unknown = issue.code === 'custom' ? issue.params?.['type'] : null;
  return typeof type === 'string' ? type : 'model_attributes_type';
};

const textOf = (issue: z.core.$ZodIssue): string => {
  const text: unknown = issue.code === 'custom' ? issue.params?.['text'] : null;
  return typeof text === 'string'
    ? text
    : 'Input should be a valid dictionary or object to extract fields from';
};

/** The body cannot be read. */
export const unreadableBody: InvalidBody = {
  kind: 'invalid',
  message:
    "1 validation error:\n  {'type': 'json_invalid', 'loc': ('body',), 'msg': 'JSON decode error'}",
  param: null,
};
