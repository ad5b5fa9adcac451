import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const digits = z
  .string()
  .regex(/^-?\d+$/, 'Must be a whole number.')
  .transform(Number);
/** A whole number of `min` to `max`, as a number or as digits; empty text is refused, not read as 0. */
export const whole = (min: number, max: number) =>
  z
    .union([z.number(), digits], 'Must be a whole number.')
    .pipe(z.int('Must be a whole number.').min(min, `Must be ${min} or more.`).max(max, `Must be ${max} or less.`));
/** A version of authentik such as `2025.10.1`. */
export const releaseVersion = z
  .string()
  .regex(/^20\d\d\.(1[0-2]|[1-9])(\.|$)/, 'Must be a version of authentik, e.g. 2025.10.1.');
/** `true` or `false`, as a boolean or a word. */
export const yesOrNo = z.union(
  [z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')],
  'Must be true or false.',
);
// Items, or text with commas between them.
const list = z.union([
  z.array(z.string()),
  z.string().transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  ),
]);

/** Exact web origins such as `https://app.company`. */
export const origins = list.pipe(
  z.array(
    z.string().refine(isOrigin, {
      error: ({ input }) => `${String(input)}: Must be an origin such as https://app.company, without path.`,
    }),
  ),
);

/** The path of a file with certificates in PEM form. */
export const pemFile = z.string().superRefine((path, context) => {
  try {
    readCertificates(path);
  } catch (error) {
    const message = `Must be a file with certificates in PEM form (${error instanceof Error ? error.message : String(error)}).`;
    context.addIssue({ code: 'custom', message });
  }
});

/** Reads the certificates of a PEM file. @throws Error when it cannot be read, holds none or one that is none */
export function readCertificates(path: string): string[] {
  const certificates =
    readFileSync(path, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (certificates.length === 0) {
    throw new TypeError('there is none in it');
  }
  return certificates.map((certificate) => new X509Certificate(certificate).toString());
}

/** Where a Redis is. Its password, if any, is part of it, so it is never shown. */
export const redisUrl = z.string().refine(isRedisUrl, {
  error:
    'Must be a redis:// or rediss:// URL, e.g. redis://redis:6379/0; "%" and "@" in a password are written %25 and %40.',
});

function isRedisUrl(text: string): boolean {
  try {
    decodeURIComponent(text);
    return /^rediss?:$/.test(new URL(text).protocol);
  } catch {
    return false;
  }
}

/** authentik's API root without trailing slash, from any address people give for it. */
export const apiUrl = z.string().transform(toApiUrl);

// authentik serves its API below /api/v3 of wherever it is mounted; people give any prefix of that.
function toApiUrl(text: string, context: z.RefinementCtx): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    context.addIssue({
      code: 'custom',
      message: 'Must be an http(s) URL without user, query and fragment, e.g. https://authentik.company.',
    });
    return z.NEVER;
  }
  const path = url.pathname
    .replace(/\/+$/, '')
    .replace(/\/api\/v3$/, '')
    .replace(/\/api$/, '');
  return `${url.origin}${path}/api/v3`;
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text;
}
