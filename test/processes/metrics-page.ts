/** Reads one figure of a metrics page; NaN if there is none of that name. */
export const metricAt = async (url: string, name: string): Promise<number> => {
  const page = await (await fetch(`${url}/metrics`)).text();
  const line = page.split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.split(' ')[1] ?? Number.NaN);
};
