import type { TestGateway } from './gateway.ts';

/** What a mutation answered: its payload or its error as data, and the codes in `errors[]`. */
interface Mutated {
  // Each test selects what it compares as a whole.
  readonly data: Record<string, unknown> | null | undefined;
  readonly codes: readonly unknown[] | undefined;
}

const ERROR =
  '... on AuthentikError { code message } ... on AuthentikValidationError { issues { path message } nonFieldErrors upstreamCode }';

/** Runs one mutation with this input and selection of its payload; errors that can be data are. */
export async function mutate(
  gateway: TestGateway,
  name: string,
  options: { input: object; select?: string; key?: string | undefined },
): Promise<Mutated> {
  const { input, select = '__typename' } = options;
  const key = 'key' in options ? options.key : 'key-admin';
  const type = `Authentik${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const { data, errors } = await gateway.query<Record<string, Mutated['data']> | null, object>(
    `mutation ($input: ${type}Input!) { ${name}(input: $input) { ... on ${type}Payload { ${select} } ${ERROR} } }`,
    { variables: { input }, key },
  );
  return { data: data?.[name], codes: errors?.map(({ extensions }) => extensions.code) };
}
