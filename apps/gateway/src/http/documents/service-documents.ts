import { asksForKeys } from '@chorale/config';
import { asyncApiDocument, openApiDocument } from '@chorale/protocol';

import type { GatewayConfig } from '../../sessions/session-rules.js';
import { VERSION } from '../../version.js';

import type { ServiceDocuments } from './documents.controller.js';

/** The documents of a gateway with these settings. */
export const serviceDocuments = (config: GatewayConfig): ServiceDocuments => {
  const facts = {
    version: VERSION,
    profile: config.SPEECH_PROFILE,
    asksForKeys: asksForKeys(config),
    profiles: config.PROFILE_DIR !== '',
    defaultSplit: config.SPEECH_DEFAULT_SPLIT,
  };
  return { openapi: openApiDocument(facts), asyncapi: asyncApiDocument(facts) };
};
