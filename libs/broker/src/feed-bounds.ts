/** How long gateways publish after they were asked to, ms. */
export const FEED_ASKED_MS = 5_000;

/** How long the sessions of a silent gateway can still be read, ms. */
export const FEED_KEPT_MS = 10_000;

/** Sessions that are followed at a time. */
export const MAX_FOLLOWED = 64;

/** Entries of the audit log that are kept. */
export const MAX_AUDIT_ENTRIES = 1_000;
