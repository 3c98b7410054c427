import type { IncomingMessage, ServerResponse } from 'node:http';

import { loginRequestSchema } from '@chorale/protocol';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpException,
  HttpStatus,
  Post,
  Req,
  Res,
  UnauthorizedException,
} from '@nestjs/common';

import { setCookie } from '../access/doorkeeper.js';
import type { Role } from '../access/login-session.js';
import { Admin } from '../admin.js';

import { addressOf } from './auditor.js';
import { readBody } from './read-body.js';

/** Logs people in and out. */
@Controller('api/session')
export class SessionController {
  constructor(private readonly admin: Admin) {}

  /** Who is logged in. */
  @Get()
  show(@Req() request: IncomingMessage) {
    const login = this.admin.door.loginOf(request);
    return login === null ? { role: null } : { role: login.role, until: login.until };
  }

  @Post()
  async logIn(
    @Req() request: IncomingMessage,
    @Body() body: unknown,
    @Res({ passthrough: true }) response: ServerResponse,
  ) {
    const { token } = readBody(body, loginRequestSchema);
    const role = await this.#admit(request, token);
    const { sessions, parts } = this.admin;
    const cookie = sessions.issue(role, parts.clock.now());
    const maxAgeSeconds = parts.config.ADMIN_SESSION_HOURS * 3_600;
    setCookie({ request, response }, { cookie, maxAgeSeconds });
    return { role };
  }

  @Delete()
  logOut(@Req() request: IncomingMessage, @Res({ passthrough: true }) response: ServerResponse) {
    const login = this.admin.door.loginOf(request);
    if (login !== null) this.admin.live.dismiss(login);
    setCookie({ request, response }, null);
    return { role: null };
  }

  async #admit(request: IncomingMessage, token: string): Promise<Role> {
    const { throttle, sessions, parts, auditor } = this.admin;
    const [from, now] = [addressOf(request), parts.clock.now()];
    const waitSeconds = throttle.waitSeconds(from, now);
    if (waitSeconds > 0) throw tooMany(waitSeconds);
    const role = sessions.roleOf(token);
    const outcome = role === null ? 'refused' : 'done';
    if (role === null) throttle.failed(from, now);
    else throttle.succeeded(from);
    await auditor.note(request, { action: 'login', target: role ?? '' }, outcome);
    if (role === null) throw new UnauthorizedException('This token is not known.');
    return role;
  }
}

const tooMany = (seconds: number): HttpException =>
  new HttpException(`Too many tries. Try again in ${seconds} s.`, HttpStatus.TOO_MANY_REQUESTS);
