/** What ONNX Runtime can compute on. */
export type ExecutionProvider = 'cuda' | 'webgpu' | 'cpu';

/** Which provider computes, and why those tried before it do not. */
export interface ProviderReport {
  readonly serving: ExecutionProvider;
  readonly refused: readonly {
    readonly provider: ExecutionProvider;
    readonly reason: string;
  }[];
}
