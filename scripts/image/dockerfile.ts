import { readFileSync } from 'node:fs';
import { DockerfileParser, type Instruction, ModifiableInstruction } from 'dockerfile-ast';

/** One instruction with its words, variables already filled in. */
export interface Step {
  readonly keyword: string;
  /** Flags such as `from=build`, by name. */
  readonly flags: ReadonlyMap<string, string>;
  /** All behind keyword and flags as it is written, line continuations and comments taken out. */
  readonly text: string;
  /** The words of `text`, or the items of its JSON array. */
  readonly words: readonly string[];
}

/** From one FROM to the next. */
export interface Stage {
  readonly image: string;
  readonly name: string | undefined;
  readonly steps: readonly Step[];
}

/** Reads a Dockerfile into its stages. Defaults of ARG are filled in, but for RUN, where the shell does that. */
export function readDockerfile(path: string): Stage[] {
  const instructions = DockerfileParser.parse(readFileSync(path, 'utf8')).getInstructions();
  const stages: { image: string; name: string | undefined; steps: Step[] }[] = [];
  const defaults = new Map<string, string>();
  for (const step of instructions.map(toStep)) {
    if (step.keyword === 'ARG') {
      const [, name = '', value = ''] = /^(\w+)=(.*)$/.exec(step.text) ?? [];
      defaults.set(name, value);
    }
    if (step.keyword === 'FROM') {
      const [image = '', , name] = fill(step, defaults).words;
      stages.push({ image, name, steps: [] });
    } else {
      stages.at(-1)?.steps.push(step.keyword === 'RUN' ? step : fill(step, defaults));
    }
  }
  return stages;
}

function toStep(instruction: Instruction): Step {
  const flags = new Map(
    instruction instanceof ModifiableInstruction
      ? instruction.getFlags().map((flag) => [flag.getName(), flag.getValue() ?? ''] as const)
      : [],
  );
  const lines = (instruction.getRawArgumentsContent() ?? '')
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replace(/\\\n/g, '');
  // Some instructions give their flags here too.
  const text = lines.replace(/^(\s*--[\w-]+=\S+)+/, '').trim();
  return { keyword: instruction.getKeyword(), flags, text, words: toWords(text) };
}

function toWords(text: string): string[] {
  const array = text.slice(text.indexOf('['));
  try {
    const items: unknown = JSON.parse(array);
    return Array.isArray(items) ? items.map(String) : text.split(/\s+/);
  } catch {
    return text.split(/\s+/);
  }
}

function fill(step: Step, values: ReadonlyMap<string, string>): Step {
  const replace = (text: string) => text.replace(/\$\{(\w+)\}/g, (all, name: string) => values.get(name) ?? all);
  return { ...step, text: replace(step.text), words: step.words.map(replace) };
}
