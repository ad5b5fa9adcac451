import { styleText } from 'node:util';
import type { Examined } from '../doctor/examine.ts';
import type { Status } from '../doctor/finding.ts';
import { version } from '../version.ts';

const WORDS: Readonly<Record<Status, string>> = { ok: 'ok', warn: 'warn', fail: 'FAIL', skipped: '-' };
const COLOURS = { ok: 'green', warn: 'yellow', fail: 'red', skipped: 'gray' } as const;

const TITLE_WIDTH = 20;
const INDENT = ' '.repeat(8 + TITLE_WIDTH);
const WIDEST = 110;
const NARROWEST = 60;

/** Colours a word by its status, or leaves it as it is. */
export type Painter = (status: Status, word: string) => string;

/** Creates the painter; without colour it changes nothing. */
export function createPainter(isColoured: boolean): Painter {
  return (status, word) => (isColoured ? styleText(COLOURS[status], word, { validateStream: false }) : word);
}

/** What is examined. */
export function toHeading(authentikUrl: string, isSandbox: boolean): string {
  const first = `authentik-graphql-gateway ${version} examines ${authentikUrl}\n`;
  return isSandbox
    ? `${first}AUTHENTIK_URL is not set, so this is the built-in sandbox: it shows what the doctor tells.\n\n`
    : `${first}\n`;
}

/** One check, as lines that fit into `columns`; nothing for one that was skipped for another, which has told why. */
export function toLines(examined: Examined, paint: Painter, columns = WIDEST): string {
  const { status, title, sentence, advice } = examined;
  if (examined.skippedFor !== undefined) {
    return '';
  }
  const width = Math.max(NARROWEST, Math.min(columns, WIDEST)) - INDENT.length - 1;
  const [first = '', ...rest] = wrap(sentence, width);
  const more = [...rest, ...(advice === undefined ? [] : wrap(`> ${advice}`, width))];
  const word = paint(status, WORDS[status].padEnd(5));
  return [`  ${word} ${title.padEnd(TITLE_WIDTH)}${first}`, ...more.map((line) => `${INDENT}${line}`), ''].join('\n');
}

/** How it came out in all. */
export function toSummary(done: readonly Examined[]): string {
  const count = (status: Status) => done.filter((each) => each.status === status).length;
  const counts = `${count('ok')} ok, ${count('warn')} warnings, ${count('fail')} failed, ${count('skipped')} not looked at`;
  const verdict = count('fail') > 0 ? 'The gateway will not work with it as it is.' : 'The gateway can work with it.';
  return `\n${verdict} (${counts})\n`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
