import type { Effect } from './compare.ts';

/** What a release does to our schema, compared with the one before. */
export interface Step {
  readonly release: string;
  readonly effects: readonly Effect[];
}

const KINDS = ['comes', 'goes', 'changes'] as const;

/** Prints what the command says of two releases. */
export function printComparison(before: string, after: string, effects: readonly Effect[]): string {
  return `From ${before} to ${after}:\n${printEffects(effects)}`;
}

/** Prints effects one per line, breaking ones first. */
export function printEffects(effects: readonly Effect[]): string {
  const lines = effects
    .toSorted((a, b) => Number(b.isBreaking) - Number(a.isBreaking))
    .map(
      ({ kind, coordinate, because, isBreaking }) =>
        `${isBreaking ? 'BREAKS' : kind}  ${coordinate}  (${because.join(', ')})`,
    );
  return lines.length === 0 ? 'Nothing of the schema is affected.' : lines.join('\n');
}

/** A release whose structure is kept, and the OpenAPI document that it is from. */
interface Kept {
  readonly version: string;
  readonly document: string;
}

/** Prints `docs/compatibility.md`. */
export function printPage(kept: readonly [Kept, ...Kept[]], steps: readonly Step[]): string {
  const rows = steps.map(
    ({ release, effects }) =>
      `| ${release} | ${KINDS.map((kind) => printCell(effects.filter((effect) => effect.kind === kind))).join(' | ')} |`,
  );
  return `${INTRODUCTION}
${printDocuments(kept)}

| release | comes | goes | changes |
|---|---|---|---|
| ${kept[0].version} | everything else | | |
${rows.join('\n')}

What a release lacks is told and never guessed: a field is null, a filter or order is refused with
[\`UPSTREAM_UNSUPPORTED\`](errors.md#upstream_unsupported), a value of an enum never comes. What goes "in" another field is no
longer embedded there: it is read from the object itself, at one more request.

## What changes

These mean the same before and after; authentik has other words or limits for them, which the gateway knows.

${printReasons(steps)}
${printEnding(printStep(steps, '2026.2.3-rc1'))}`;
}

function printDocuments(kept: readonly Kept[]): string {
  const others = kept.filter(({ version, document }) => version !== document);
  return `A release that was recorded is named by the patch that ran. What its structure says is from the OpenAPI document of the
line's .0, which the field \`document\` names: ${others.map(({ version, document }) => `${version} from ${document}`).join(', ')}.`;
}

function printStep(steps: readonly Step[], release: string): string {
  const index = steps.findIndex((step) => step.release === release);
  return printComparison(steps[index - 1]?.release ?? '', release, steps[index]?.effects ?? []);
}

function printCell(effects: readonly Effect[]): string {
  return effects.map(({ coordinate, isBreaking }) => `\`${coordinate}\`${isBreaking ? ' (breaks)' : ''}`).join('<br>');
}

function printReasons(steps: readonly Step[]): string {
  const changed = steps.flatMap(({ release, effects }) =>
    effects
      .filter(({ kind }) => kind === 'changes')
      .map(({ coordinate, because }) => `| ${release} | \`${coordinate}\` | ${because.join('<br>')} |`),
  );
  return `| release | where | what authentik changed |\n|---|---|---|\n${changed.join('\n')}\n`;
}

const INTRODUCTION = `# Compatibility

One schema stands in front of every authentik from 2024.6 to 2026.8. What of it depends on the release is below: each release
is held against the one before by what its OpenAPI document says. Everything that is not named works with all of them.

This page is made by \`npm run compatibility\`; do not edit it.
`;

const printEnding = (example: string) => `## A newer release

Give the OpenAPI document of a release to the command before you upgrade authentik, as JSON or YAML (\`schema.yml\` of its source,
or what \`/api/v3/schema/\` answers): \`npm run compatibility -- schema.yml\` says what of the schema is affected, compared with the
newest release above. With two files, the first is compared with the second:

\`\`\`sh
npm run --silent compatibility -- test/contract/structures/2025.12.4.json test/contract/structures/2026.2.3-rc1.json
\`\`\`

\`\`\`text output
${example}
\`\`\`

What it says BREAKS does not work with that release until the gateway has learnt it. Where every answer needs a property that is
gone, null or of another type, the gateway would refuse these answers with
[\`UPSTREAM_BAD_RESPONSE\`](errors.md#upstream_bad_response). Where a request needs something that the gateway does not send, or
takes another type than it sends, authentik would refuse the request. An operation, filter or field of a body that is gone would
fail, or be passed over without a sound. The documents tell no orders, so orders follow the properties of the same name. Of what
is sent, the command also tells lengths and patterns; of what is answered it does not.

The exit code is 1 where something BREAKS, 2 where a document cannot be read, and 0 otherwise.

To support the release, \`npm run compatibility -- --add schema.yml\` keeps what matters of the document in
\`test/contract/structures/\` and renews this page. Then the tests say what is missing. The sandbox learns the release in
\`src/sandbox/releases/\`: a few lines, what differs from the release before. The gateway has four tables: switches go into
\`src/authentik/switches.ts\`, filters and orders into \`src/authentik/availability.ts\`, the properties by which rows can be told
into \`src/authentik/release-signs.ts\`, and what else it minds into \`src/authentik/since.ts\`, with the newest release that it
was tested with.
`;
