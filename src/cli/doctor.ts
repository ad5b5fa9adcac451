import { text } from 'node:stream/consumers';
import type { Config } from '../config.ts';
import { createDispatcher } from '../dispatcher.ts';
import { type Examined, examine } from '../doctor/examine.ts';
import { createPatient } from '../doctor/patient.ts';
import { version } from '../version.ts';
import type { DoctorOptions } from './arguments.ts';
import { createPainter, toHeading, toLines, toSummary } from './doctor-text.ts';
import { startSandbox } from './run.ts';

/** Where the doctor reads and writes. */
export interface DoctorStreams {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: { readonly write: (text: string) => unknown; readonly isTTY?: boolean; readonly columns?: number };
  readonly isColourUnwanted: boolean;
}

/**
 * Examines authentik, or without a URL the sandbox, and tells what it found, as it finds it.
 * @returns the exit status: 1 when a check failed, else 0
 */
export async function runDoctor(config: Config, options: DoctorOptions, streams: DoctorStreams): Promise<0 | 1> {
  // The newline is that of the file or of `echo`.
  const token = options.isTokenOnStdin ? (await text(streams.stdin)).replace(/\r?\n$/, '') : options.token;
  const { isJson } = options;
  if (config.authentikUrl !== undefined) {
    return report({ config, authentikUrl: config.authentikUrl, token, isSandbox: false, isJson }, streams);
  }
  const sandbox = await startSandbox(config, { host: '127.0.0.1', port: config.sandboxPort });
  const { apiUrl, bearerToken, server } = sandbox;
  try {
    return await report({ config, authentikUrl: apiUrl, token: bearerToken, isSandbox: true, isJson }, streams);
  } finally {
    await server.close();
  }
}

interface Case {
  readonly config: Config;
  readonly authentikUrl: string;
  readonly token: string | undefined;
  readonly isSandbox: boolean;
  readonly isJson: boolean;
}

async function report(examined: Case, { stdout, isColourUnwanted }: DoctorStreams): Promise<0 | 1> {
  const { config, authentikUrl, token, isSandbox, isJson } = examined;
  const dispatcher = createDispatcher(config);
  const patient = createPatient({ config: { ...config, authentikUrl }, dispatcher, token });
  const painter = createPainter(stdout.isTTY === true && !isColourUnwanted);
  const print = (lines: string) => isJson || stdout.write(lines);
  const done: Examined[] = [];
  try {
    print(toHeading(authentikUrl, isSandbox));
    for await (const each of examine(patient)) {
      const safe = hide(each, token);
      done.push(safe);
      print(toLines(safe, painter, stdout.columns));
    }
  } finally {
    await dispatcher.destroy();
  }
  print(toSummary(done));
  if (isJson) {
    stdout.write(
      `${JSON.stringify({ gateway: version, authentik: authentikUrl, isSandbox, checks: done }, undefined, 2)}\n`,
    );
  }
  return done.some(({ status }) => status === 'fail') ? 1 : 0;
}

// Nothing here writes a token, but what the other side sends may echo it.
function hide(examined: Examined, token: string | undefined): Examined {
  const clean = (words: string) =>
    token === undefined || token === '' ? words : words.replaceAll(token, '(the token)');
  const { advice, sentence } = examined;
  return { ...examined, sentence: clean(sentence), ...(advice === undefined ? {} : { advice: clean(advice) }) };
}
