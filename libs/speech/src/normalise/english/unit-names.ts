/** A unit's names: one of it, many of it. */
export type UnitName = readonly [one: string, many: string];

const regular = (...names: readonly string[]): readonly UnitName[] =>
  names.map((name) => [name, `${name}s`] as const);

const named = (symbols: string, names: readonly UnitName[]): [string, UnitName][] =>
  symbols.split(' ').flatMap((symbol, index): [string, UnitName][] => {
    const name = names[index] ?? names.at(-1);
    return name === undefined ? [] : [[symbol, name]];
  });

const same = (name: string): UnitName => [name, name];

/** Lengths: the only units whose squares and cubes are common. */
export const LENGTH_UNITS: ReadonlyMap<string, UnitName> = new Map([
  ...named('nm mm cm m km', regular('nanometer', 'millimeter', 'centimeter', 'meter', 'kilometer')),
  ...named('µm μm um', regular('micrometer')),
  ...named('in', [['inch', 'inches']]),
  ...named('ft', [['foot', 'feet']]),
  ...named('yd yds mi', regular('yard', 'yard', 'mile')),
]);

/** Units by the symbol written after a number; case matters ("MB", "Mb", "mb"). */
export const UNITS: ReadonlyMap<string, UnitName> = new Map([
  ...LENGTH_UNITS,
  ...named('mg g kg t', regular('milligram', 'gram', 'kilogram', 'ton')),
  ...named('µg μg mcg', regular('microgram')),
  ...named('lb lbs oz', regular('pound', 'pound', 'ounce')),
  ...named(
    'ml mL cl cL dl dL',
    regular('milliliter', 'milliliter', 'centiliter', 'centiliter', 'deciliter'),
  ),
  ...named('l L gal qt', regular('liter', 'liter', 'gallon', 'quart')),
  ...named('tsp tbsp Tbsp', regular('teaspoon', 'tablespoon')),
  ...named('ns ms s sec secs', regular('nanosecond', 'millisecond', 'second')),
  ...named('µs μs us', regular('microsecond')),
  ...named('min mins h hr hrs', regular('minute', 'minute', 'hour')),
  ...named('wk wks mo mos yr yrs', regular('week', 'week', 'month', 'month', 'year')),
  ...named(
    'Hz kHz MHz GHz THz',
    ['hertz', 'kilohertz', 'megahertz', 'gigahertz', 'terahertz'].map(same),
  ),
  ...named(
    'KB kB MB GB TB PB',
    regular('kilobyte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'),
  ),
  ...named('KiB MiB GiB TiB', regular('kibibyte', 'mebibyte', 'gibibyte', 'tebibyte')),
  ...named('kb Kb Mb Gb', regular('kilobit', 'kilobit', 'megabit', 'gigabit')),
  ...named(
    'bps kbps Kbps Mbps Gbps Tbps',
    ['bit', 'kilobit', 'kilobit', 'megabit', 'gigabit', 'terabit'].map((bit): UnitName => [
      `${bit} per second`,
      `${bit}s per second`,
    ]),
  ),
  ...named('mW W kW MW GW', regular('milliwatt', 'watt', 'kilowatt', 'megawatt', 'gigawatt')),
  ...named(
    'Wh kWh MWh GWh',
    regular('watt hour', 'kilowatt hour', 'megawatt hour', 'gigawatt hour'),
  ),
  ...named('mV V kV', regular('millivolt', 'volt', 'kilovolt')),
  ...named('mA mAh Ah', regular('milliamp', 'milliamp hour', 'amp hour')),
  ...named('Ω kΩ MΩ', regular('ohm', 'kilohm', 'megohm')),
  ...named(
    'J kJ MJ cal kcal',
    regular('joule', 'kilojoule', 'megajoule', 'calorie', 'kilocalorie'),
  ),
  ...named(
    'N kN Pa kPa hPa MPa',
    regular('newton', 'kilonewton', 'pascal', 'kilopascal', 'hectopascal', 'megapascal'),
  ),
  ...named('mol mmol', regular('mole', 'millimole')),
  ...named('psi', [['pound per square inch', 'pounds per square inch']]),
  ...named('mph', [['mile per hour', 'miles per hour']]),
  ...named('mpg', [['mile per gallon', 'miles per gallon']]),
  ...named('kph kmh', [['kilometer per hour', 'kilometers per hour']]),
  ...named('fps', [['frame per second', 'frames per second']]),
  ...named('rpm', [['revolution per minute', 'revolutions per minute']]),
  ...named('bpm', [['beat per minute', 'beats per minute']]),
  ...named('ppm', [['part per million', 'parts per million']]),
  ...named('dpi', [['dot per inch', 'dots per inch']]),
  ...named('atm', regular('atmosphere')),
  ...named('dB hp px MP', regular('decibel', 'horsepower', 'pixel', 'megapixel')),
  ...named('ha ac', regular('hectare', 'acre')),
  ...named('sqm', [['square meter', 'square meters']]),
  ...named('sqft', [['square foot', 'square feet']]),
]);
