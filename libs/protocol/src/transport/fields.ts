import { gatewayId, workerId } from '@chorale/speech';
import { z } from 'zod';

/** The widest number that the chunk header's 32-bit fields carry. */
export const U32_MAX = 0xffff_ffff;
/** The widest number that the chunk header's 16-bit fields carry. */
export const U16_MAX = 0xffff;

const processName = z.string().regex(/^[\w.-]{1,128}$/);

export const gatewayName = processName.transform(gatewayId);
export const workerName = processName.transform(workerId);

export const u32 = z.number().int().min(0).max(U32_MAX);
export const attempt = z.number().int().min(1).max(U16_MAX);
export const hertz = z.number().int().min(4_000).max(192_000);

/** A name that goes through keys, logs and metrics: short, and no control characters. */
export const label = z.string().regex(/^[^\p{Cc}]{1,200}$/u);
/** A BCP-47 tag by shape; `auto` fits too. */
export const languageTag = z.string().regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,8}$/);
