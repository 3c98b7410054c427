/** A generation of upstream; ours of the same name speaks like it. */
export type Profile = 'omni' | 'seed';

/** Upstream's own tests of the speech WebSocket, by number, and the profiles they hold for. */
export const UPSTREAM_ROWS: readonly {
  readonly row: number;
  readonly test: string;
  readonly profiles: readonly Profile[];
}[] = [
  { row: 1, test: 'non_streaming_single_frame', profiles: ['omni', 'seed'] },
  { row: 2, test: 'streaming_multiple_binary_frames', profiles: ['omni', 'seed'] },
  { row: 3, test: 'flush_on_input_done', profiles: ['omni', 'seed'] },
  { row: 4, test: 'invalid_streaming_config', profiles: ['omni', 'seed'] },
  { row: 5, test: 'empty_input_text_emits_no_audio', profiles: ['omni', 'seed'] },
  { row: 6, test: 'multiple_sentences_increment_indices', profiles: ['seed'] },
  { row: 7, test: 'unknown_message_type_keeps_session_open', profiles: ['omni', 'seed'] },
  { row: 8, test: 'config_timeout_closes_session', profiles: ['omni', 'seed'] },
  { row: 9, test: 'generation_error_marks_audio_done', profiles: ['omni', 'seed'] },
  { row: 10, test: 'streaming_generation_error_marks_audio_done', profiles: ['omni', 'seed'] },
  { row: 11, test: 'invalid_input_text_type', profiles: ['omni', 'seed'] },
  { row: 12, test: 'input_text_message_too_large', profiles: ['omni', 'seed'] },
  { row: 13, test: 'session_config_message_too_large', profiles: ['omni', 'seed'] },
  { row: 14, test: 'disconnect_aborts_streaming_request', profiles: ['omni', 'seed'] },
  { row: 15, test: 'multiple_sentences_are_buffered_into_one_request', profiles: ['omni'] },
  { row: 16, test: 'input_done_flushes_and_keeps_connection_open', profiles: ['omni'] },
  { row: 17, test: 'sentence_index_stays_within_the_flushed_utterance', profiles: ['omni'] },
  { row: 18, test: 'session_config_between_utterances_replaces_config', profiles: ['omni'] },
  { row: 19, test: 'session_config_rejected_while_input_is_buffered', profiles: ['omni'] },
  { row: 20, test: 'session_close_ends_connection', profiles: ['omni'] },
  { row: 21, test: 'idle_timeout_closes_reused_connection', profiles: ['omni'] },
  { row: 22, test: 'word_timestamps_requires_configured_aligner', profiles: ['omni'] },
  { row: 23, test: 'word_timestamps_emit_pipeline_json_frame', profiles: ['omni'] },
  { row: 24, test: 'word_timestamps_emit_word_dicts', profiles: ['omni'] },
  { row: 25, test: 'sentence_granularity_emits_one_request_per_sentence', profiles: ['omni'] },
  { row: 26, test: 'sentence_granularity_emits_before_input_done', profiles: ['omni'] },
  { row: 27, test: 'indic_danda_splits_without_latin_period', profiles: ['omni'] },
  { row: 28, test: 'seed_is_forwarded_to_speech_request', profiles: ['omni'] },
  { row: 29, test: 'generate_pcm_chunks_defined', profiles: ['omni'] },
  { row: 30, test: 'streaming_pcm_output, first generation', profiles: ['seed'] },
  { row: 31, test: 'streaming_pcm_output', profiles: ['omni'] },
  { row: 32, test: 'input_done_flushes_without_closing_connection', profiles: ['omni'] },
  { row: 33, test: 'commitment_mode_streams_before_input_done', profiles: ['omni'] },
];

/** The rows that Chorale has no test for, and why. */
export const ROWS_THAT_DO_NOT_APPLY: Readonly<Record<number, string>> = {
  22: 'word times come from the voices themselves, so there is no server without an aligner',
  29: 'guards a method inside upstream that nothing on the wire shows',
  33: 'belongs to a mode that upstream has proposed but never released',
};
