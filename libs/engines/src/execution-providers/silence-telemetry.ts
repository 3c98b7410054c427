/**
 * Stops the official ONNX Runtime builds from reporting usage, as they do by default on Linux.
 * The native library reads its environment when it is loaded, so this comes first; threads share the
 * environment of the process natively but cannot set it, so the main thread must.
 */
export const silenceTelemetry = (environment: NodeJS.ProcessEnv): void => {
  environment['ORT_DISABLE_TELEMETRY'] = '1';
};
