import { Controller, HttpCode, Post } from '@nestjs/common';

import { ProfileDesk } from './profile-desk.js';

/** What upstream answers, and its benchmarks look for. */
const SUCCESS = { status: 'SUCCESS' } as const;

/** Begins and ends profiles; exists only where a folder for them is set. */
@Controller()
export class ProfileController {
  constructor(private readonly desk: ProfileDesk) {}

  @Post('start_profile')
  @HttpCode(200)
  async start() {
    await this.desk.start();
    return SUCCESS;
  }

  @Post('stop_profile')
  @HttpCode(200)
  async stop() {
    await this.desk.stop();
    return SUCCESS;
  }
}
