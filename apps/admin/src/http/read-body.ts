import { BadRequestException } from '@nestjs/common';

/** A schema, as far as it is needed here. */
interface Schema<T> {
  safeParse(value: unknown): {
    readonly data?: T | undefined;
    readonly error?:
      { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] } | undefined;
  };
}

/** Reads a request's body by its schema. Throws a 400 that names the first field that does not fit. */
export const readBody = <T>(body: unknown, schema: Schema<T>): T => {
  const { data, error } = schema.safeParse(body);
  if (data !== undefined) return data;
  const field = error?.issues[0]?.path.join('.') ?? '';
  throw new BadRequestException(`The request does not fit${field === '' ? '' : `: ${field}`}.`);
};
