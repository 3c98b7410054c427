import type { z } from 'zod';

/** Reads JSON text by its schema; null for anything else. Never throws. */
export const readJson = <T>(text: string, schema: z.ZodType<T>): T | null => {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null; // not JSON
  }
};
