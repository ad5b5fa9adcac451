import { readFileSync } from 'node:fs';
import { GraphQLError, parse, validate } from 'graphql';
import { ConfigError } from '../config.ts';
import { explain } from '../graphql/explain.ts';
import { createSchema } from '../schema.ts';

/** What `--explain` is asked. */
export interface ExplainOptions {
  readonly file: string;
  /** JSON text. */
  readonly variables: string | undefined;
  readonly schemaPrefix: string;
}

/**
 * The plan of the operation in a file, as text.
 * @throws ConfigError when the file cannot be read, or is no valid operation of the schema
 */
export function explainFile({ file, variables, schemaPrefix }: ExplainOptions): string {
  try {
    const { schema } = createSchema({ prefix: schemaPrefix });
    const document = parse(readFileSync(file, 'utf8'));
    const errors = validate(schema, document);
    if (errors.length > 0) {
      throw new ConfigError(errors.map((error) => `${file}: ${toLine(error)}`));
    }
    return explain({ schema, document, variables: JSON.parse(variables ?? '{}') });
  } catch (error) {
    throw error instanceof ConfigError ? error : new ConfigError([`${file}: ${toLine(error)}`]);
  }
}

function toLine(error: unknown): string {
  if (error instanceof GraphQLError) {
    const [at] = error.locations ?? [];
    return at ? `line ${at.line}: ${error.message}` : error.message;
  }
  return error instanceof Error ? error.message : String(error);
}
