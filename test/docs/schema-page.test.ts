import { readFileSync } from 'node:fs';
import { buildSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType, isUnionType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { projectFile } from './support/project.ts';

const page = readFileSync(projectFile('docs/schema/index.html'), 'utf8');
const text = page.replace(/<(script|style)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, ' ');
const types = Object.values(buildSchema(readFileSync(projectFile('schema.graphql'), 'utf8')).getTypeMap()).filter(
  // Neither introspection nor what the file says to composition only.
  ({ name }) => !name.includes('__'),
);

const ROOTS = ['Query', 'Mutation'];

// `npm --prefix docs/site ci && npm --prefix docs/site run build` renders the page anew.
describe('docs/schema/index.html', () => {
  it.each(types.filter(({ name }) => !ROOTS.includes(name)))('shows $name with all that belongs to it', (type) => {
    const section = new RegExp(`id="definition-${type.name}"[\\s\\S]*?(?=id="definition-|$)`).exec(page)?.[0] ?? '';

    expect(section).not.toBe('');
    expect(namesIn(type).filter((name) => !new RegExp(`\\b${name}\\b`).test(section))).toEqual([]);
  });

  it.each(ROOTS)('shows every %s with its arguments', (root) => {
    const type = types.filter(isObjectType).find(({ name }) => name === root);
    const fields = Object.values(type?.getFields() ?? {});

    expect(fields.length).toBeGreaterThan(5);
    for (const field of fields) {
      const id = `id="${root.toLowerCase()}-`;
      const section = new RegExp(`${id}${field.name}"[\\s\\S]*?(?=${id}|id="definition-|$)`).exec(page)?.[0];

      expect(field.args.filter(({ name }) => !section?.includes(name)).map(({ name }) => name)).toEqual([]);
    }
  });

  it('names no type that the schema has not', () => {
    const shown = [...page.matchAll(/id="definition-(\w+)"/g)].map(([, name]) => name);

    expect(shown.filter((name) => !types.some((type) => type.name === name))).toEqual([]);
  });

  it('shows descriptions as they are now', () => {
    const words = text
      .replace(/&#x27;|&#39;/g, "'")
      .replace(/&quot;/g, '"')
      .replace(/\s+/g, ' ');
    const first = (description: string) => (description.split(/[`.*_"]/)[0] ?? '').trim();

    // The page shows queries and mutations, not the types that hold them.
    const missing = types
      .filter((type) => !ROOTS.includes(type.name))
      .flatMap(({ name, description }) =>
        words.includes(first(description ?? '')) ? [] : [`${name}: ${first(description ?? '')}`],
      );

    expect(missing).toEqual([]);
  });

  it('loads nothing from anywhere', () => {
    const loaded = page.match(
      /<(?:script|img|iframe|source)[^>]+src=[^>]*>|<link[^>]+href=[^>]*>|@import[^;]+;|url\((?!["']?data:)[^)]*\)/g,
    );

    expect(loaded ?? []).toEqual([]);
  });
});

function namesIn(type: (typeof types)[number]): string[] {
  if (isUnionType(type)) {
    return type.getTypes().map(({ name }) => name);
  }
  if (isEnumType(type)) {
    return type.getValues().map(({ name }) => name);
  }
  return isObjectType(type) || isInputObjectType(type) || isInterfaceType(type) ? Object.keys(type.getFields()) : [];
}
