import { configShape } from '../config.ts';

/** A setting as the command line sees it. */
export interface Setting {
  readonly key: string;
  /** e.g. `upstream-timeout-ms`, without dashes in front. */
  readonly flag: string;
  /** e.g. `UPSTREAM_TIMEOUT_MS`. */
  readonly variable: string;
  readonly unit: string;
  readonly description: string;
  /** Printed default; `undefined` where there is none. */
  readonly default: string | undefined;
}

/** Every setting of the configuration, in its order. */
export const SETTINGS: readonly Setting[] = Object.entries(configShape.shape).map(([key, shape]) => {
  const flag = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const { unit, description } = shape.meta() ?? {};
  return {
    key,
    flag,
    variable: flag.replaceAll('-', '_').toUpperCase(),
    unit: String(unit),
    description: String(description),
    default: toDefault(shape.safeParse(undefined).data),
  };
});

function toDefault(value: unknown): string | undefined {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
    ? undefined
    : String(value);
}
