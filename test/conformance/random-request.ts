import type { OpenApiDocument, Operation } from '@chorale/protocol';
import fc from 'fast-check';

/** One request, right or wrong. */
export interface RandomRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);

/** Code units at random, lone surrogates among them. */
const anyText = fc
  .array(fc.nat(0xffff), { maxLength: 30 })
  .map((units) => String.fromCharCode(...units));

const spoken = fc.constantFrom(
  'Hi.',
  'Hello there. How are you?',
  '',
  '  ',
  '...',
  'a'.repeat(300),
);

/** Anything that a field may hold by mistake. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  anyText,
  fc.constantFrom(-1, 0, 1e308, 2 ** 53, '9'.repeat(30), [], {}, null, true),
);

/** What a JSON Schema takes; now and then something else. */
const valueOf = (schema: unknown): fc.Arbitrary<unknown> => {
  const choices = at(schema, 'anyOf') ?? at(schema, 'enum');
  if (Array.isArray(at(schema, 'enum'))) return fc.constantFrom(...(choices as unknown[])); // just looked
  if (Array.isArray(choices)) return fc.oneof(...choices.map(valueOf));
  switch (at(schema, 'type')) {
    case 'string':
      return fc.oneof(spoken, anyText);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'integer':
    case 'number':
      return fc.oneof(fc.double({ min: 0.25, max: 4, noNaN: true }), fc.integer());
    case 'array':
      return fc.array(valueOf(at(schema, 'items')), { maxLength: 3 });
    case 'object':
      return objectOf(schema);
    default:
      return anything;
  }
};

const objectOf = (schema: unknown): fc.Arbitrary<unknown> => {
  const properties = at(schema, 'properties');
  if (!isObject(properties))
    return fc.dictionary(fc.string({ maxLength: 5 }), anything, { maxKeys: 3 });
  const fields = Object.entries(properties).map(([name, field]) => [
    name,
    fc.oneof({ weight: 9, arbitrary: valueOf(field) }, { weight: 1, arbitrary: anything }),
  ]);
  const all = Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>; // made one line above
  return fc.record(all, { requiredKeys: [] }).chain(sparse);
};

/** Most requests name few fields: with all of them at once, nothing would ever be spoken. */
const sparse = (fields: Json): fc.Arbitrary<Json> =>
  fc
    .array(fc.constantFrom(...Object.keys(fields), 'input'), { maxLength: 3 })
    .map((kept) =>
      Object.fromEntries(
        Object.entries({ input: 'Hi.', ...fields }).filter(
          ([name]) => name === 'input' || name === 'items' || kept.includes(name),
        ),
      ),
    );

const cutAnywhere = (text: string): fc.Arbitrary<string> =>
  fc.nat(text.length).map((end) => text.slice(0, end));

const bodyOf = (operation: Operation): fc.Arbitrary<string | null> => {
  const content = operation.requestBody?.['content'];
  if (content === undefined) return fc.constant(null);
  const schema = at(content, 'application/json', 'schema');
  const sound = valueOf(schema).map((value) => JSON.stringify(value));
  return fc.oneof(
    { weight: 8, arbitrary: sound },
    { weight: 1, arbitrary: sound.chain(cutAnywhere) },
    { weight: 1, arbitrary: anyText },
  );
};

const CONTENT_TYPES = [
  ...['application/json', 'application/json', 'application/json', 'application/json'],
  ...['text/plain', 'multipart/form-data; boundary=x', 'application/json; charset=latin1', 'x'],
];

const HEADERS = fc.record(
  {
    'content-type': fc.constantFrom(...CONTENT_TYPES),
    'x-request-id': fc.constantFrom('abc', 'x'.repeat(500), '<>'),
    traceparent: fc.constantFrom('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'x'),
    accept: fc.constantFrom('*/*', 'text/event-stream', 'image/png'),
  },
  { requiredKeys: ['content-type'] },
);

const METHODS = ['GET', 'POST', 'DELETE', 'PUT', 'PATCH'];

const requestOf = (
  path: string,
  method: string,
  operation: Operation,
): fc.Arbitrary<RandomRequest> =>
  fc.record({
    method: fc.oneof(
      { weight: 9, arbitrary: fc.constant(method.toUpperCase()) },
      { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
    ),
    path: fc
      .oneof(fc.constant('default'), fc.webSegment({ size: 'small' }), fc.constant('%2e%2e%2f%00'))
      .map((name) => path.replace(/\{\w+\}/, name === '' ? 'x' : name)),
    headers: HEADERS,
    body: bodyOf(operation),
  });

/** Requests for all operations of a document: most nearly right, some far off. */
export const randomRequest = ({ paths }: OpenApiDocument): fc.Arbitrary<RandomRequest> => {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      weight: operation.requestBody === undefined ? 1 : 5,
      arbitrary: requestOf(path, method, operation),
    })),
  );
  return fc.oneof(...operations);
};
