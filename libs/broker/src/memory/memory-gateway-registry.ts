import type { GatewayId, GatewayRecord, GatewayRegistry } from '@chorale/speech';

import type { MemoryRecords } from './memory-records.js';

/** Lists the gateways of the same process. */
export class MemoryGatewayRegistry implements GatewayRegistry {
  constructor(private readonly records: MemoryRecords<GatewayId, GatewayRecord>) {}

  announce(record: GatewayRecord): Promise<void> {
    this.records.put(record.gateway, record);
    return Promise.resolve();
  }

  withdraw(gateway: GatewayId): Promise<void> {
    this.records.delete(gateway);
    return Promise.resolve();
  }

  list(): Promise<readonly GatewayRecord[]> {
    return Promise.resolve(this.records.living());
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
