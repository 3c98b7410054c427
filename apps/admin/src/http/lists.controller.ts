import { Controller, Get } from '@nestjs/common';

import { Admin } from '../admin.js';

/** What has happened: failures of jobs, deeds of operators. */
@Controller('api')
export class ListsController {
  constructor(private readonly admin: Admin) {}

  /** Newest first; at most 1 000. */
  @Get('failures')
  async failures() {
    return { failures: await this.admin.parts.ports.recentFailures() };
  }

  /** Newest first; at most 1 000. */
  @Get('audit')
  async audit() {
    return { entries: await this.admin.parts.ports.auditLog.list() };
  }
}
