import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Block } from './block.ts';
import { toJsonText } from './json-text.ts';
import { projectFile } from './project.ts';

// With UPDATE_DOCS=docs/ the pages below docs/ are made to say what really came out; the difference is then for a person to judge.
const UPDATED_PAGES = process.env.UPDATE_DOCS;

/**
 * Holds a `json answer` against the real one: equal in whole. Three things may differ: the order of errors, the ids of
 * requests, and the receipt in `extensions` that the sandbox adds to everything. Where a page shows an id, it is held against
 * the real one; where it shows a receipt, only its times may differ.
 */
export function expectJson(answer: Block, body: unknown): void {
  const told = answer.text.includes('"requestId"') ? body : withoutRequestIds(body);
  const real = answer.text.includes('"extensions": {\n    "upstream"') ? told : withoutReceipt(told);
  if (isUpdated(answer) && !isEqualJson(answer.text, real)) {
    replaceText(answer, toJsonText(real));
    return;
  }
  expect(comparable(real), `the answer at ${answer.page}:${answer.line}`).toEqual(comparable(JSON.parse(answer.text)));
}

/** Holds a `text output` against the real one: line by line; a line `...` stands for any lines, `…` for any characters. */
export function expectText(answer: Block, real: string): void {
  if (matchesLines(real.trimEnd().split('\n'), answer.text.trimEnd().split('\n'))) {
    return;
  }
  if (isUpdated(answer)) {
    replaceText(answer, real.trimEnd());
    return;
  }
  expect(real.trimEnd(), `the output at ${answer.page}:${answer.line}`).toBe(answer.text.trimEnd());
}

/** Whether lines fit a text in which `...` stands for any lines and `…` within a line for any characters. */
function matchesLines(real: readonly string[], expected: readonly string[]): boolean {
  const [first, ...rest] = expected;
  if (first === undefined) {
    return real.length === 0;
  }
  if (first.trim() === '...') {
    return Array.from({ length: real.length + 1 }, (_, skipped) => real.slice(skipped)).some((tail) =>
      matchesLines(tail, rest),
    );
  }
  return real[0] !== undefined && matchesLine(real[0], first) && matchesLines(real.slice(1), rest);
}

function matchesLine(real: string, expected: string): boolean {
  const parts = expected
    .trimEnd()
    .split('…')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'u').test(real.trimEnd());
}

function withoutRequestIds(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body), (key, value) => (key === 'requestId' ? undefined : value));
}

function withoutReceipt(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('extensions' in body)) {
    return body;
  }
  const { extensions: _, ...rest } = body;
  return rest;
}

// Fields fail in whatever order authentik answers, so errors are held against each other by their places.
function comparable(body: unknown): unknown {
  const text = JSON.stringify(body).replace(/"milliseconds":\d+/g, '"milliseconds":0');
  const copy: unknown = JSON.parse(text);
  if (typeof copy !== 'object' || copy === null || !('errors' in copy) || !Array.isArray(copy.errors)) {
    return copy;
  }
  const place = (error: { readonly path?: unknown }) => JSON.stringify(error.path ?? '');
  return { ...copy, errors: copy.errors.toSorted((a, b) => (place(a) < place(b) ? -1 : 1)) };
}

function isUpdated({ page }: Block): boolean {
  return UPDATED_PAGES !== undefined && UPDATED_PAGES !== '' && page.startsWith(UPDATED_PAGES);
}

function isEqualJson(text: string, real: unknown): boolean {
  try {
    expect(comparable(real)).toEqual(comparable(JSON.parse(text)));
    return true;
  } catch {
    return false;
  }
}

// What was written before has moved the blocks behind it.
function replaceText(block: Block, text: string): void {
  const file = projectFile(block.page);
  const lines = readFileSync(file, 'utf8').split('\n');
  const shift = shifts.get(block.page) ?? 0;
  const length = block.text === '' ? Number(lines[block.line + shift] === '') : block.text.split('\n').length;
  const next = text.split('\n');
  lines.splice(block.line + shift, length, ...next);
  shifts.set(block.page, shift + next.length - length);
  writeFileSync(file, lines.join('\n'));
}

const shifts = new Map<string, number>();
