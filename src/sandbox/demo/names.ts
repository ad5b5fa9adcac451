/** First names; where the letters are not Latin, the part of a username follows after `|`. */
export const FIRST_NAMES: readonly string[] = [
  ...['Ada', 'Aisha', 'Alejandra', 'Alice', 'Amara', 'Anders', 'Anna', 'Benoît', 'Björn', 'Carla', 'Chidi', 'Chloë'],
  ...['Daniel', 'David', 'Elena', 'Elif', 'Emma', 'Eva', 'Fatima', 'Felix', 'François', 'Freja', 'Giulia', 'Grace'],
  ...['Hannah', 'Hassan', 'Ines', 'Ivan', 'Jakub', 'James', 'Jana', 'Jörg', 'Julia', 'Kofi', 'Lars', 'Leïla', 'Lena'],
  ...['Linus', 'Lucía', 'Maja', 'Marek', 'Maria', 'Mateo', 'Maya', 'Mehmet', 'Mina', 'Nadia', 'Noah', 'Nora', 'Olga'],
  ...['Omar', 'Oskar', 'Paul', 'Priya', 'Rafael', 'Renée', 'Rosa', 'Ruth', 'Sam', 'Sanjay', 'Sara', 'Sofía', 'Søren'],
  ...['Tariq', 'Teresa', 'Thomas', 'Tomás', 'Valentina', 'Wanjiru', 'Yusuf', 'Zoë', 'Łukasz', 'Đorđe'],
  ...['小林|kobayashi', 'Дмитрий|dmitri', '伟|wei', 'Ελένη|eleni', '지우|jiwoo'],
];

/** Family names, in the same form as FIRST_NAMES. */
export const LAST_NAMES: readonly string[] = [
  ...['Abebe', 'Adeyemi', 'Almeida', 'Andersson', 'Bakker', 'Bauer', 'Bennett', 'Berg', 'Bianchi', 'Brown', 'Castro'],
  ...[
    'Cohen',
    'Costa',
    'Diallo',
    'Dubois',
    'Eriksen',
    'Fernández',
    'Fischer',
    'Fontaine',
    'García',
    'Gruber',
    'Haddad',
  ],
  ...[
    'Hansen',
    'Hernández',
    'Hoffmann',
    'Horvat',
    'Ibrahim',
    'Ivanova',
    'Jansen',
    'Johansson',
    'Kaya',
    'Keller',
    'Khan',
  ],
  ...['Kovács', 'Kowalski', 'Laurent', 'Lindqvist', 'López', 'Martin', 'Mensah', 'Meyer', 'Moreau', 'Müller', 'Murphy'],
  ...[
    'Mwangi',
    'Nagy',
    'Nguyen',
    'Nielsen',
    'Novák',
    'Nowak',
    "O'Brien",
    'Okafor',
    'Olsen',
    'Patel',
    'Pereira',
    'Petrov',
  ],
  ...['Popescu', 'Rahman', 'Reyes', 'Ricci', 'Rossi', 'Santos', 'Schäfer', 'Schmidt', 'Schröder', 'Sharma', 'Silva'],
  ...['Singh', 'Smith', 'Söderberg', 'Tanaka', 'Taylor', 'Torres', 'Van Dijk', 'Varga', 'Virtanen', 'Wagner', 'Weber'],
  ...[
    'Weiß',
    'Wójcik',
    'Yılmaz',
    'Zhang',
    '山本|yamamoto',
    'Кузнецов|kuznetsov',
    '王|wang',
    'Παπαδόπουλος|papadopoulos',
  ],
];

const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
};

/** The displayed form of a name and the one for usernames (`Jörg` → `joerg`). */
export function readName(entry: string): { readonly shown: string; readonly slug: string } {
  const [shown = '', latin] = entry.split('|');
  const plain = (latin ?? shown).toLowerCase().replace(/[ßøłđıäöü]/g, (letter) => LETTERS[letter] ?? letter);
  return { shown, slug: plain.normalize('NFD').replace(/[^a-z]/g, '') };
}
