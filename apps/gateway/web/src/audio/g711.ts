/** The laws of G.711: one byte per sample. */
export type Law = 'mulaw' | 'alaw';

const FULL_SCALE = 32_768;
const MULAW_BIAS = 0x84;

const mulawValue = (byte: number): number => {
  const code = ~byte & 0xff;
  const exponent = (code >> 4) & 7;
  const magnitude = ((((code & 0x0f) << 3) + MULAW_BIAS) << exponent) - MULAW_BIAS;
  return (code & 0x80) === 0 ? magnitude : -magnitude;
};

const alawValue = (byte: number): number => {
  const code = byte ^ 0x55;
  const exponent = (code >> 4) & 7;
  const mantissa = ((code & 0x0f) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return (code & 0x80) === 0 ? -magnitude : magnitude;
};

const tableOf = (value: (byte: number) => number): Float32Array =>
  Float32Array.from({ length: 256 }, (_, byte) => value(byte) / FULL_SCALE);

const TABLES: Readonly<Record<Law, Float32Array>> = {
  mulaw: tableOf(mulawValue),
  alaw: tableOf(alawValue),
};

/** Turns bytes of a law into samples of −1 to 1. */
export const decodeG711 = (frame: ArrayBuffer, law: Law): Float32Array<ArrayBuffer> =>
  Float32Array.from(new Uint8Array(frame), (byte) => TABLES[law][byte] ?? 0);
