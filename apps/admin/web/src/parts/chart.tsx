/** A line of a chart; nulls leave gaps. */
export interface Line {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly tone: 'first' | 'second';
}

interface ChartProps {
  readonly label: string;
  readonly lines: readonly Line[];
  readonly format: (value: number) => string;
  /** The top of the scale is at least this. */
  readonly atLeast: number;
  /** Points that fill the width; new ones come in at the right. */
  readonly points: number;
}

const WIDTH = 300;
const HEIGHT = 64;
const TOP = 4;

/** A small moving chart. Its latest values are said to those who do not see it. */
export const Chart = ({ label, lines, format, atLeast, points }: ChartProps) => {
  const top = niceTop(
    Math.max(atLeast, ...lines.flatMap(({ values }) => values.map((v) => v ?? 0))),
  );
  const place = (values: Line['values']) => placesOf(values, { top, points });
  const said = lines.map(({ name, values }) => `${name} ${sayLast(values, format)}`).join(', ');
  return (
    <div class="chart">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${label}: ${said}`}
      >
        <path class="chart-grid" d={`M0 ${TOP}H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}`} />
        {lines.map(({ name, values, tone }) => (
          <path key={name} class={`chart-line ${tone}`} d={lineThrough(place(values))} />
        ))}
        {lines.slice(0, 1).map(({ name, values }) => (
          <path key={name} class="chart-area" d={areaUnder(place(values))} />
        ))}
      </svg>
      <span class="chart-top" aria-hidden="true">
        {format(top)}
      </span>
    </div>
  );
};

interface Scale {
  readonly top: number;
  readonly points: number;
}

type Place = readonly [x: number, y: number];

/** Runs of places without gaps. */
const placesOf = (
  values: Line['values'],
  { top, points }: Scale,
): readonly (readonly Place[])[] => {
  const runs: Place[][] = [[]];
  values.forEach((value, index) => {
    if (value === null) return void runs.push([]);
    const x = WIDTH * (1 - (values.length - 1 - index) / (points - 1));
    runs.at(-1)?.push([round(x), round(HEIGHT - (value / top) * (HEIGHT - TOP))]);
  });
  return runs.filter((run) => run.length > 0);
};

const round = (value: number): number => Math.round(value * 10) / 10;

const lineThrough = (runs: readonly (readonly Place[])[]): string =>
  runs
    .map((run) => `M${run.map(([x, y]) => `${x} ${y}`).join('L')}${run.length === 1 ? 'h0.1' : ''}`)
    .join('');

const areaUnder = (runs: readonly (readonly Place[])[]): string =>
  runs
    .map(
      (run) =>
        `M${run[0]?.[0] ?? 0} ${HEIGHT}L${run.map(([x, y]) => `${x} ${y}`).join('L')}V${HEIGHT}Z`,
    )
    .join('');

/** The next of 1, 2, 5, 10, …: the scale stays put while values wobble. */
const niceTop = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5].find((step) => step * power >= value) ?? 10) * power;
};

const sayLast = (values: Line['values'], format: (value: number) => string): string => {
  const last = values.at(-1);
  return last === null || last === undefined ? 'unknown' : format(last);
};
