/** The release that this gateway is part of, as its package says. */
export const VERSION = '0.1.0';
