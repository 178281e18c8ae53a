import { DataSet, englishDataset, englishRecommendedTransformers, parseRawPattern, RegExpMatcher } from 'obscenity';

/** Missing from obscenity's own English list; `|` stands for the edge of a word. */
const MORE_ENGLISH = ['nazi', 'hitler', 'jizz', '|spic|', '|coon|'];
/** Names of people and places that hold a refused word, beyond those which obscenity knows. */
const ENGLISH_NAMES = [
  ...['fukuda', 'fukui', 'fukuoka', 'fukushima', 'fagan', 'vandyke', 'van dyke', 'cumming', 'kikelomo', 'dickson'],
  ...['dickinson', 'penistone', 'twatt', 'pussycat', 'rapeseed', 'ashkenazi', 'nazir', 'nazim', 'nazia', 'nazif'],
];

/** Anywhere within a word, unless it is part of an innocent one (날씨발표, a weather forecast; 건강간식, healthy snacks). */
const KOREAN =
  /(?<![날저가글솜말])씨[발빨팔]|시빨|(?<!곱)씹[새할]|씹$|좆|좃같|(?<!질)[병븅]신(?!고)|지랄|개[새색][끼기]|느금마|[니느]애미|엠창|창녀|보빨|(?<!건)강간(?!식)|(?<![에서웨들])섹스(?!턴|텟)|썅|미친[놈년]|엿먹|[ㅅㅆ]ㅂ|ㅂㅅ|ㅄ|ㅈㄹ|ㅈ같/u;
/** Only at the start of a word, or as the whole of it: 출시발표 is a product's launch, 시발점 a starting point, 자지마 "don't sleep". */
const KOREAN_WORD = /^시발(?![점역택])|^[자보]지$/u;

const SPELLED_OUT = /(?<![\p{L}\p{N}])(?:\p{L}[^\p{L}\p{N}]+){2,}\p{L}(?![\p{L}\p{N}])/gu;
const NOT_HANGUL = /[^ㄱ-ㅎㅏ-ㅣ가-힣]/gu;

const english = new RegExpMatcher({ ...englishWords().build(), ...englishRecommendedTransformers });

/** Whether nobody should have to read this name aloud, in English or Korean; `name` as nameSchema gives it. */
export function isOffensive(name: string): boolean {
  const words = name.replaceAll('_', ' ');
  return (
    english.hasMatch(words) || english.hasMatch(joinedLetters(words)) || koreanWords(words).some(isOffensiveKorean)
  );
}

function englishWords(): DataSet<{ originalWord: string }> {
  const words = new DataSet<{ originalWord: string }>().addAll(englishDataset);
  return words.addPhrase((phrase) => {
    for (const word of MORE_ENGLISH) phrase.addPattern(parseRawPattern(word));
    for (const name of ENGLISH_NAMES) phrase.addWhitelistedTerm(name);
    return phrase;
  });
}

/** Letters with only marks between them are one word: "f.u.c.k". */
const joinedLetters = (name: string): string =>
  name.replace(SPELLED_OUT, (letters) => letters.replace(/[^\p{L}]/gu, ''));

/** The Hangul of each word; single syllables with spaces between them are one word. */
function koreanWords(name: string): string[] {
  const words = name.split(/\s/u).map((word) => word.replace(NOT_HANGUL, ''));
  return words.every((word) => word.length <= 1) ? [words.join('')] : words;
}

const isOffensiveKorean = (word: string): boolean => KOREAN.test(word) || KOREAN_WORD.test(word);
