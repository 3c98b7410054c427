import { Controller, Get, Inject } from '@nestjs/common';

import { VERSION } from '../version.js';

/** Finds the names of the served models among the providers. */
export const SERVED_MODELS = Symbol('served models');

/** When the models were made, as far as clients need to know: the time of the start, s since 1970. */
const CREATED = Math.floor(Date.now() / 1000);

/** Tells what is served, and by which release. */
@Controller()
export class ModelsController {
  constructor(@Inject(SERVED_MODELS) private readonly names: readonly string[]) {}

  /** OpenAI's list of models. */
  @Get('v1/models')
  models() {
    const data = this.names.map((id) => ({
      id,
      object: 'model',
      created: CREATED,
      owned_by: 'chorale',
      root: id,
      parent: null,
      max_model_len: null,
      permission: [],
    }));
    return { object: 'list', data };
  }

  /** The release that runs. */
  @Get('version')
  version() {
    return { version: VERSION };
  }
}
