declare module 'audio-type' {
  /** Names the format of a recording by its first bytes; looks at the whole underlying buffer. */
  export default function audioType(bytes: Uint8Array): string | undefined;
}
