import type { IncomingMessage } from 'node:http';

import { operatorOrderSchema } from '@chorale/protocol';
import type { OperatorOrder } from '@chorale/speech';
import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';

import { Admin } from '../admin.js';

import type { Deed } from './auditor.js';
import { readBody } from './read-body.js';

/** Gives orders to gateways and workers. */
@Controller('api/control')
export class ControlController {
  constructor(private readonly admin: Admin) {}

  /** Answers when the order is on its way; whether it was obeyed shows in the live view. */
  @Post()
  @HttpCode(202)
  async order(@Req() request: IncomingMessage, @Body() body: unknown) {
    const order = readBody(body, operatorOrderSchema);
    const { auditor, parts, live } = this.admin;
    await auditor.record(request, deedOf(order), () => parts.ports.controlBus.publish(order));
    live.tellStale('audit');
    return { status: 'sent' };
  }
}

const deedOf = (order: OperatorOrder): Deed => {
  switch (order.kind) {
    case 'cancelSession':
      return { action: 'session.cancel', target: `${order.session} on ${order.gateway}` };
    case 'drainGateway':
      return {
        action: order.draining ? 'gateway.drain' : 'gateway.undrain',
        target: order.gateway,
      };
    case 'drainWorker':
      return { action: order.draining ? 'worker.drain' : 'worker.undrain', target: order.worker };
  }
};
