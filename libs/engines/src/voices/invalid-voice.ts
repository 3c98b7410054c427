/** Says why files that should be a voice are none. */
export class InvalidVoice extends Error {
  override readonly name = 'InvalidVoice';
  constructor(
    readonly voice: string,
    /** The file at fault. */
    readonly file: string,
    reason: string,
    options: { readonly cause?: unknown } = {},
  ) {
    super(`${voice}: ${file}: ${reason}`, options);
  }
}
