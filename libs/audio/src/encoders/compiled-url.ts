/**
 * Where the compiled code of a thread lies. Threads always run compiled: when the caller itself runs
 * from `src` (tests), the file is looked for in the `dist` beside it, so build first.
 */
export const compiledUrl = (file: string, callerUrl: string): URL => {
  const url = new URL(file, callerUrl);
  if (!callerUrl.endsWith('.ts')) return url;
  return new URL(url.href.replace(/\/src\/(?!.*\/src\/)/, '/dist/'));
};
