import type { JsonSchema, OpenApiDocument, Operation } from '@chorale/protocol';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

const escaped = (value: unknown): string =>
  String(value).replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);

/** Writes what an OpenAPI document says as a page without scripts. */
export const docsPage = ({ paths, info }: OpenApiDocument): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Chorale: HTTP</title>
<link rel="stylesheet" href="docs.css">
</head>
<body>
<main>
<h1>Chorale ${escaped(fieldOf(info, 'version') ?? '')}</h1>
<p>${escaped(fieldOf(info, 'description') ?? '')}</p>
<p><a href="openapi.json">openapi.json</a> · <a href="asyncapi.json">asyncapi.json</a> · <a href=".">playground</a></p>
${Object.entries(paths).map(pathSection).join('\n')}
</main>
</body>
</html>
`;

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;

const pathSection = ([path, methods]: readonly [
  string,
  Readonly<Record<string, Operation>>,
]): string =>
  Object.entries(methods)
    .map(([method, operation]) => operationSection(`${method.toUpperCase()} ${path}`, operation))
    .join('\n');

const operationSection = (
  title: string,
  operation: Operation,
): string => `<section id="${operation.operationId}">
<h2><code>${escaped(title)}</code></h2>
<p>${escaped(operation.summary)}.</p>
${bodyTable(operation)}
<dl>${Object.entries(operation.responses).map(answerLine).join('')}</dl>
</section>`;

const answerLine = ([status, { description }]: readonly [string, JsonSchema]): string =>
  `<dt>${escaped(status)}</dt><dd>${escaped(description)}</dd>`;

/** The fields of the body, one a row; nothing where there is none. */
const bodyTable = ({ requestBody }: Operation): string => {
  const content = fieldOf(requestBody, 'content');
  const [type] = Object.keys(Object(content) as object); // null and undefined have no keys
  if (type === undefined) return '';
  const schema = fieldOf(fieldOf(content, type), 'schema');
  const required = fieldOf(schema, 'required');
  const isRequired = (name: string) => Array.isArray(required) && required.includes(name);
  const rows = Object.entries(Object(fieldOf(schema, 'properties')) as Record<string, unknown>) // as above
    .map(([name, field]) => fieldRow(name, field, isRequired(name)));
  return `<table><caption>${escaped(type)}</caption><thead><tr><th>field</th><th>value</th><th>default</th><th>meaning</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`;
};

const fieldRow = (name: string, field: unknown, isRequired: boolean): string => {
  const fallback = fieldOf(field, 'default');
  const cells = [
    `<code>${escaped(name)}</code>${isRequired ? ' <strong>required</strong>' : ''}`,
    escaped(valueOf(field)),
    fallback === undefined ? '' : `<code>${escaped(JSON.stringify(fallback))}</code>`,
    escaped(fieldOf(field, 'description') ?? ''),
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
};

/** In words what a JSON Schema takes. */
const valueOf = (schema: unknown): string => {
  const choices = fieldOf(schema, 'anyOf');
  if (Array.isArray(choices)) return choices.map(valueOf).join(' or ');
  const values = fieldOf(schema, 'enum');
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(', ');
  const [type = 'any', low, high] = ['type', 'minimum', 'maximum'].map((name) =>
    textOf(fieldOf(schema, name)),
  );
  if (low === undefined && high === undefined) return type;
  return `${type} ${low ?? '…'} to ${high ?? '…'}`;
};

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** How the page looks, by day and by night. */
export const DOCS_STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
section { margin: 2rem 0; border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
h2 { font-size: 1.1rem; }
table { border-collapse: collapse; width: 100%; display: block; overflow-x: auto; }
caption { text-align: left; opacity: 0.7; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.75rem 0.25rem 0; }
dl { display: grid; grid-template-columns: 4rem 1fr; }
dd { margin: 0; }
`;
