/** How much of a text is looked at. */
const MAX_READ = 2_000;
/** Scripts that only one of the languages writes; the first that fits more than a fifth of the letters wins. */
const SCRIPTS: readonly (readonly [tag: string, letters: RegExp])[] = [
  ['ko', /\p{Script=Hangul}/gu],
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['zh', /\p{Script=Han}/gu],
  ['th', /\p{Script=Thai}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['ru', /\p{Script=Cyrillic}/gu],
];

/** Letters of Ukrainian that Russian does not have. */
const UKRAINIAN = /[іїєґ]/iu;

/** Frequent words of the languages in Latin letters. */
const WORDS: { readonly [tag: string]: string } = {
  cs: 'je na se že to v jsem ale jako pro jsou který není být aby tak',
  da: 'og det er ikke til en jeg at som med har vi på af den skal',
  de: 'der die das und ist nicht ein eine zu den mit von sich auf für dass ich wir sie in',
  en: 'the and is of to in a that it for this with our we you not are be have on',
  es: 'el la los las de que y en un una es no por con para su se del está este',
  fr: 'le la les des de et est un une que pas pour dans ce nous vous je qui sur ne',
  hu: 'a az és hogy nem egy is van ez meg de csak mint vagy volt ki',
  it: 'il lo la gli di che e un una non per con del della sono è si questo',
  ms: 'yang dan untuk ini itu dengan tidak kami anda adalah boleh dalam akan pada saya',
  nl: 'de het een en van is niet dat ik je op te zijn met voor wij deze',
  no: 'og det er ikke til en jeg som med har vi på av den skal dette',
  pl: 'i w nie na się jest to że z do jak co ale czy są jego',
  pt: 'o a os as de que e em um uma não é para com por se do da este',
  sk: 'je na sa že to v som ale ako pre sú ktorý nie byť aby tak',
  sv: 'och det är inte till en jag att som med har vi på av den ska detta',
  tr: 've bir bu için ile de da çok ne ben değil var olarak daha gibi',
};

/** The two-letter tag of a text's language, `undefined` where it cannot be told. A simple guess, not Genesys' own. */
export function detectLanguage(text: string): string | undefined {
  const start = text.slice(0, MAX_READ);
  const letters = start.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return undefined;
  const [script] = SCRIPTS.find(([, pattern]) => (start.match(pattern)?.length ?? 0) * 5 > letters) ?? [];
  if (script === 'ru' && UKRAINIAN.test(start)) return 'uk';
  return script ?? byWords(start);
}

function byWords(text: string): string | undefined {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const scores = Object.entries(WORDS).map(([tag, frequent]) => {
    const known = new Set(frequent.split(' '));
    return { tag, score: words.filter((word) => known.has(word)).length };
  });
  const best = scores.reduce((a, b) => (b.score > a.score ? b : a));
  return best.score === 0 ? undefined : best.tag;
}
