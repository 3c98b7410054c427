import { CpuRecorder, openProfiler } from '@chorale/observability';

import type { GatewayParts } from '../../gateway-parts.js';

import { ProfileDesk } from './profile-desk.js';

/** Opens the desk where a folder for profiles is set. */
export const openProfileDesk = ({
  gateway,
  ports,
  config,
  clock,
  log,
}: GatewayParts): ProfileDesk | null => {
  const recorders = [new CpuRecorder()];
  const about = { process: gateway, recorders, clock, logger: log };
  const profiler = openProfiler({ folder: config.PROFILE_DIR, ...about });
  if (profiler === null) return null;
  const onTrouble = (err: unknown): void => log.error({ err }, 'profiles cannot be recorded');
  return new ProfileDesk({ gateway, bus: ports.controlBus, profiler, clock, onTrouble });
};
