/** One instruction of a Dockerfile. */
interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** What is between one FROM and the next. */
export interface Stage {
  readonly base: string;
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

const instructionsOf = (source: string): readonly Instruction[] =>
  source
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => /^([A-Z]+) +(.*)$/.exec(line.trim()))
    .flatMap((match) =>
      match === null ? [] : [{ name: match[1] ?? '', text: (match[2] ?? '').trim() }],
    );

/** Cuts a Dockerfile into its stages. */
export const stagesOf = (source: string): readonly Stage[] => {
  const stages: { base: string; name: string; instructions: Instruction[] }[] = [];
  for (const instruction of instructionsOf(source)) {
    if (instruction.name === 'FROM') {
      const [base = '', , name = ''] = instruction.text.split(/\s+/);
      stages.push({ base, name, instructions: [] });
    } else stages.at(-1)?.instructions.push(instruction);
  }
  return stages;
};

/** The texts of all instructions of one name. */
export const textsOf = (stage: Stage, name: string): readonly string[] =>
  stage.instructions.filter((instruction) => instruction.name === name).map(({ text }) => text);

/** What COPY instructions take, without where they put it: `from` is another stage, or null. */
export const copiesOf = (
  stage: Stage,
): readonly { readonly from: string | null; readonly sources: readonly string[] }[] =>
  textsOf(stage, 'COPY').map((text) => {
    const words = text.split(/\s+/);
    const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length) ?? null;
    return { from, sources: words.filter((word) => !word.startsWith('--')).slice(0, -1) };
  });
