import type { IncomingMessage } from 'node:http';

import { newKeyRequestSchema } from '@chorale/protocol';
import type { KeyCreation } from '@chorale/speech';
import {
  Body,
  ConflictException,
  Controller,
  Delete,
  Get,
  NotFoundException,
  Param,
  Post,
  Req,
} from '@nestjs/common';

import { Admin } from '../admin.js';

import { readBody } from './read-body.js';

type Created = Extract<KeyCreation, { kind: 'created' }>;

/** The API keys that are made while the service runs. */
@Controller('api/keys')
export class KeysController {
  constructor(private readonly admin: Admin) {}

  @Get()
  async list() {
    return { keys: await this.admin.parts.ports.keyStore.list() };
  }

  /** The secret is in this answer and nowhere else. */
  @Post()
  async create(@Req() request: IncomingMessage, @Body() body: unknown) {
    const wanted = readBody(body, newKeyRequestSchema);
    const deed = { action: 'key.create', target: `${wanted.name} (${wanted.tenant})` };
    const creation = await this.admin.auditor.record(request, deed, async () =>
      created(await this.admin.parts.ports.keyStore.create(wanted)),
    );
    this.admin.live.tellStale('keys', 'audit');
    return { key: creation.key, secret: creation.secret };
  }

  /** Gateways refuse the key within two seconds. */
  @Delete(':id')
  async revoke(@Req() request: IncomingMessage, @Param('id') id: string) {
    const deed = { action: 'key.revoke', target: id.slice(0, 64) };
    await this.admin.auditor.record(request, deed, async () => {
      if (!(await this.admin.parts.ports.keyStore.revoke(id)))
        throw new NotFoundException('There is no such key.');
    });
    this.admin.live.tellStale('keys', 'audit');
    return { status: 'revoked' };
  }
}

const created = (creation: KeyCreation): Created => {
  if (creation.kind === 'created') return creation;
  throw new ConflictException('There are as many keys as there may be; revoke one first.');
};
