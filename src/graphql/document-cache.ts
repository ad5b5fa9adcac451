import { BREAK, type DocumentNode, visit } from 'graphql';

const MAX_CHARACTERS = 4096;

/** What Yoga keeps parsed documents in. */
interface Cache<Value> {
  readonly get: (source: string) => Value | undefined;
  readonly set: (source: string, value: Value) => void;
}

/**
 * Creates the cache of parsed documents, bounded in entries and in bytes: `maxDocuments` of at most 4 kB each, the least recently
 * used leaves first. A larger document is parsed each time, for a parsed one takes some hundred times its size; so is a
 * mutation with text in it instead of in variables, for that may be a password or a key.
 */
export function createDocumentCache(maxDocuments: number): Cache<DocumentNode> {
  const documents = new Map<string, DocumentNode>();
  return {
    get: (source) => {
      const document = documents.get(source);
      if (document) {
        documents.delete(source);
        documents.set(source, document);
      }
      return document;
    },
    set: (source, document) => {
      if (source.length > MAX_CHARACTERS || mayHoldSecret(document)) {
        return;
      }
      documents.set(source, document);
      const [oldest] = documents.keys();
      if (documents.size > maxDocuments && oldest !== undefined) {
        documents.delete(oldest);
      }
    },
  };
}

function mayHoldSecret(document: DocumentNode): boolean {
  const isMutation = document.definitions.some((node) => 'operation' in node && node.operation === 'mutation');
  let hasText = false;
  const stop = () => {
    hasText = true;
    return BREAK;
  };
  if (isMutation) {
    visit(document, { StringValue: stop });
  }
  return hasText;
}

/** A cache that keeps nothing: what cannot be parsed is not worth memory. */
export const NO_CACHE: Cache<Error> = { get: () => undefined, set: () => undefined };
