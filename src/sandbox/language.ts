/** The languages the sandbox answers in; authentik has more. */
export type Language = 'en' | 'de' | 'fr';

/** Sentences in other languages, by the English ones. */
export type Translations = Readonly<Record<string, Readonly<Record<'de' | 'fr', string>>>>;

/** From Django REST framework's catalogues as 2025.10 ships them; authentik's own sentences are not translated. */
export const translations: Translations = {
  'Authentication credentials were not provided.': {
    de: 'Anmeldedaten fehlen.',
    fr: "Informations d'authentification non fournies.",
  },
  'You do not have permission to perform this action.': {
    de: 'Sie sind nicht berechtigt diese Aktion durchzuführen.',
    fr: "Vous n'avez pas la permission d'effectuer cette action.",
  },
  'Not found.': { de: 'Nicht gefunden.', fr: 'Pas trouvé.' },
  'Invalid page.': { de: 'Ungültige Seite.', fr: 'Page invalide.' },
  'Method "{method}" not allowed.': {
    de: 'Methode "{method}" nicht erlaubt.',
    fr: 'Méthode "{method}" non autorisée.',
  },
  'Could not satisfy the request Accept header.': {
    de: 'Kann die Accept Kopfzeile der Anfrage nicht erfüllen.',
    fr: "L'en-tête « Accept » n'a pas pu être satisfaite.",
  },
};

/** The language an `Accept-Language` header asks for by its weights, English when it names none we speak. */
export function readLanguage(header: string | undefined): Language {
  const wishes = (header ?? '').split(',').map((part) => {
    const [tag = '', ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { language: tag.split('-')[0] ?? '', weight: Number(weight ?? 1) };
  });
  const best = wishes.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight);
  return best.map(({ language }) => language).find(isSpoken) ?? 'en';
}

/** A body with its `detail` in the given language, where there is a translation. */
export function translate(body: unknown, language: Language, known: Translations): unknown {
  if (language === 'en' || typeof body !== 'object' || body === null || !('detail' in body)) return body;
  const detail = String(body.detail);
  const method = /^Method "(.*)" not allowed\.$/.exec(detail)?.[1];
  const sentence = known[method === undefined ? detail : 'Method "{method}" not allowed.'];
  return sentence ? { ...body, detail: sentence[language].replace('{method}', method ?? '') } : body;
}

function isSpoken(language: string): language is Language {
  return language === 'en' || language === 'de' || language === 'fr';
}
