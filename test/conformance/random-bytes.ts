import fc from 'fast-check';

import { OPCODE } from './raw-peer.js';

/** How the bytes of one frame depart from RFC 6455, or do not. */
interface FrameShape {
  readonly opcode: number;
  readonly isFinal: boolean;
  /** RSV1–3. */
  readonly reserved: number;
  readonly isMasked: boolean;
  readonly mask: number;
  readonly payload: Uint8Array;
  /** Said to be longer than it is, bytes. */
  readonly missing: number;
  readonly form: 'short' | '16 bit' | '64 bit';
}

const aPayload = fc.oneof(
  { weight: 4, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(
        '{"type":"session.config","response_format":"pcm","stream_audio":true}',
        '{"type":"input.text","text":"One. Two."}',
        '{"type":"input.done"}',
        '{"type":"session.close"}',
        '{"type":',
      )
      .map((text) => new TextEncoder().encode(text)),
  },
  { weight: 1, arbitrary: fc.constant(Uint8Array.of(0xc3, 0x28)) }, // no UTF-8
  { weight: 1, arbitrary: fc.constant(Uint8Array.of(0, 1)) }, // as a close: no such code
);

const aShape: fc.Arbitrary<FrameShape> = fc.record({
  opcode: fc.oneof(
    fc.constantFrom(OPCODE.text, OPCODE.text, OPCODE.binary, OPCODE.ping),
    fc.integer({ min: 0, max: 15 }),
  ),
  isFinal: fc.constantFrom(true, true, true, false),
  reserved: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(7) }),
  isMasked: fc.constantFrom(true, true, true, true, false),
  mask: fc.nat(0xffffffff),
  payload: aPayload,
  missing: fc.oneof(
    { weight: 9, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.constantFrom(1, 1_000, 2 ** 24, 2 ** 40) },
  ),
  form: fc.constantFrom('short', 'short', '16 bit', '64 bit'),
});

const FINAL = 0x80;
const MASKED = 0x80;

const bytesOf = (shape: FrameShape): Buffer => {
  const { opcode, isFinal, reserved, payload, missing } = shape;
  const first = (isFinal ? FINAL : 0) | (reserved << 4) | opcode;
  const length = lengthOf(payload.byteLength + missing, shape);
  return Buffer.concat([Buffer.of(first), length, ...maskedOf(shape)]);
};

/** A length that does not fit its form takes the next one. */
const lengthOf = (length: number, { form, isMasked }: FrameShape): Buffer => {
  const flag = isMasked ? MASKED : 0;
  if (form === 'short' && length < 126) return Buffer.of(flag | length);
  const bytes = Buffer.alloc(form !== '64 bit' && length < 2 ** 16 ? 3 : 9);
  bytes.writeUInt8(flag | (bytes.byteLength === 3 ? 126 : 127));
  if (bytes.byteLength === 3) bytes.writeUInt16BE(length, 1);
  else bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
};

const maskedOf = ({ isMasked, mask, payload }: FrameShape): readonly Uint8Array[] => {
  if (!isMasked) return [payload];
  const key = Buffer.alloc(4);
  key.writeUInt32BE(mask);
  return [key, payload.map((byte, at) => byte ^ (key[at % 4] ?? 0))];
};

/** One frame, right or wrong in any way, as bytes. */
const aFrame = aShape.map(bytesOf);

/** What a peer writes once its WebSocket is open: frames of all kinds, and now and then mere noise. */
export const aRawSession = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: aFrame },
    { weight: 1, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 300 }) },
  ),
  { minLength: 1, maxLength: 20 },
);
