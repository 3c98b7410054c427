import { z } from 'zod';

/** A schema as JSON Schema (draft 2020-12), as the sender of the data sees it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Describes what is accepted by `schema`. Fields that are read by hand say themselves how they look. */
export const jsonSchemaOf = (schema: z.ZodType): JsonSchema => {
  const shape = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      delete jsonSchema.additionalProperties; // fields that nobody knows are ignored, as upstream does
      // Zod leaves defaults out where a value is transformed; ours are those of what is sent.
      const stated = z.globalRegistry.get(zodSchema)?.['default'];
      if (stated !== undefined) Object.assign(jsonSchema, { default: stated });
    },
  });
  delete shape.$schema; // the document that it stands in says it
  return shape;
};
