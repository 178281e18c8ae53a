import { expect, test } from 'vitest';
import { isOffensive } from '../../../server/race/nickname.ts';

const REFUSED = [
  ...['fuck', 'FuCk3r', 'f.u.c.k', 'f u c k you', 'ｆｕｃｋ', 'fuсk', 'fuuuuck', 'a$$hole', 'sh1t happens', '5h!t'],
  ...['b1tch', 'c-u-n-t', 'n1gga', 'xX_whore_Xx', 'dickhead', 'Hitler', 'Nazi', 'motherfucker'],
  ...[
    '씨발',
    '씨1발',
    '씨.발',
    '씨 발',
    '시발',
    '시발놈',
    '병신',
    '병신아',
    '개새끼',
    '개색기',
    '좆같네',
    '지랄하네',
    'ㅅㅂ',
    'ㅂㅅ',
  ],
  ...['느금마', '니애미', '미친놈', '섹스왕', 'Kim 씨발'],
];

/** Scunthorpe's problem: names and words of every day with a refused word inside. */
const PASSING = [
  ...['Cassandra', 'Sussex', 'Scunthorpe', 'Essex', 'Penistone', 'Dickens', 'Dickinson', 'Hancock', 'Hitchcock'],
  ...['Cockburn', 'Arsenal', 'Matsushita', 'Fukuda', 'Fagan', 'Vandyke', 'Cummings', 'Titan', 'Nigella', 'Niger'],
  ...['Clitheroe', 'Analyst', 'Massimo', 'Bassist', 'Buttercup', 'Cunningham', 'Tatiana', 'Kikelomo', 'Therapist'],
  ...[
    'Ashkenazi',
    'Nazir',
    'Pakistan',
    'Shih Tzu',
    'Grape',
    'Raccoon',
    'J. R. R. Tolkien',
    'A B C',
    'Mr. T',
    'Ann-Sofie',
  ],
  ...[
    '지우',
    '날씨발표',
    '날씨 발표',
    '아저씨 발레',
    '출시발표',
    '다시 발레',
    '시발점',
    '새끼손가락',
    '질병신고',
    '건강간식',
    '서섹스',
  ],
  ...['자지마', '보지마요', '곱씹기', '신발', '김 씨', '병 신호', 'ㅋㅋㅋ', '다 시 발'],
];

test.each(REFUSED)('%s is refused', (name) => {
  expect(isOffensive(name)).toBe(true);
});

test.each(PASSING)('%s passes', (name) => {
  expect(isOffensive(name)).toBe(false);
});
