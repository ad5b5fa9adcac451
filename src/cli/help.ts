import { SETTINGS } from './settings.ts';

const WIDTH = 100;

/** The text of `--help`. */
export function createHelp(): string {
  const settings = SETTINGS.map(({ flag, variable, unit, description, default: value }) => {
    const facts = value === undefined ? unit : `${unit}; default ${value}`;
    return [`  --${flag}, ${variable} (${facts})`, ...wrap(description).map((line) => `      ${line}`)].join('\n');
  });
  return `GraphQL for authentik: tokens, users and groups, with the caller's own rights.

Usage:
  authentik-graphql-gateway [serve] [options]     the gateway; without an authentik URL in front of a sandbox
  authentik-graphql-gateway sandbox [options]     the sandbox alone, under /api/v3/
  authentik-graphql-gateway doctor [options]      looks at authentik and says what is wrong, and what to do

Settings, as option or environment variable (also from a .env file here); an option beats its variable:
${settings.join('\n')}

  --explain FILE [--variables JSON]
      tells which requests to authentik the operation in FILE would begin, without running it
  doctor [--json] [--token-stdin]
      needs authentik's URL and an API token, from the variable AUTHENTIK_TOKEN or with --token-stdin from standard
      input; there is no flag for it, since every user of the machine can read flags. It only reads. --json prints one
      object for machines; exit status 0 well (warnings included), 1 a check failed, 2 bad settings. Without a URL it
      looks at a sandbox, to show what it tells.
  --help       this text
  --version    the version

Callers send their own authentik API token ("Authorization: Bearer ..."); it is passed on and never stored.
Exit status: 0 stopped by a signal, 1 failed while running, 2 bad settings or the address cannot be had.
`;
}

function wrap(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < WIDTH - 6) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
