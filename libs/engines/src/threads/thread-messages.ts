/** What a supervised thread is sent; one at a time. */
export interface ThreadRequest<Command> {
  readonly id: number;
  readonly command: Command;
}

/** What a supervised thread sends: `ready` once, then one answer per request. */
export type ThreadAnswer<Reply> =
  | { readonly kind: 'ready' }
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply }
  | {
      readonly kind: 'refused';
      readonly id: number;
      readonly code: string;
      readonly message: string;
    };
