import { contentHash } from '../exact/content.ts';

/** Words that praise or describe and fit any animal: English, Korean. */
const TRAITS = [
  ['Brave', '용감한'],
  ['Calm', '차분한'],
  ['Bright', '밝은'],
  ['Swift', '날랜'],
  ['Gentle', '온화한'],
  ['Quick', '재빠른'],
  ['Keen', '예리한'],
  ['Merry', '명랑한'],
  ['Bold', '대담한'],
  ['Quiet', '조용한'],
  ['Sunny', '햇살 같은'],
  ['Lucky', '운 좋은'],
  ['Clever', '영리한'],
  ['Steady', '꾸준한'],
  ['Nimble', '민첩한'],
  ['Proud', '당당한'],
  ['Warm', '따뜻한'],
  ['Cool', '시원한'],
  ['Fresh', '산뜻한'],
  ['Golden', '금빛'],
  ['Silver', '은빛'],
  ['Amber', '호박빛'],
  ['Azure', '하늘빛'],
  ['Crimson', '진홍빛'],
  ['Jade', '옥빛'],
  ['Starry', '별빛'],
  ['Misty', '안개 낀'],
  ['Snowy', '눈 덮인'],
  ['Breezy', '산들바람'],
  ['Early', '이른 아침'],
  ['Patient', '참을성 있는'],
  ['Curious', '호기심 많은'],
  ['Honest', '정직한'],
  ['Loyal', '의리 있는'],
  ['Jolly', '유쾌한'],
  ['Witty', '재치 있는'],
  ['Noble', '고귀한'],
  ['Humble', '겸손한'],
  ['Sturdy', '튼튼한'],
  ['Graceful', '우아한'],
  ['Daring', '모험심 강한'],
  ['Cheerful', '쾌활한'],
  ['Restless', '쉼 없는'],
  ['Mighty', '힘센'],
  ['Tidy', '깔끔한'],
  ['Velvet', '벨벳'],
  ['Electric', '짜릿한'],
  ['Cosmic', '우주의'],
] as const;

const ANIMALS = [
  ['Otter', '수달'],
  ['Fox', '여우'],
  ['Badger', '오소리'],
  ['Heron', '왜가리'],
  ['Falcon', '매'],
  ['Magpie', '까치'],
  ['Tiger', '호랑이'],
  ['Lynx', '스라소니'],
  ['Hare', '산토끼'],
  ['Squirrel', '다람쥐'],
  ['Marten', '담비'],
  ['Crane', '두루미'],
  ['Swallow', '제비'],
  ['Owl', '부엉이'],
  ['Dolphin', '돌고래'],
  ['Seal', '물범'],
  ['Whale', '고래'],
  ['Turtle', '거북'],
  ['Panda', '판다'],
  ['Koala', '코알라'],
  ['Wolf', '늑대'],
  ['Bear', '곰'],
  ['Deer', '사슴'],
  ['Goat', '염소'],
  ['Horse', '말'],
  ['Camel', '낙타'],
  ['Llama', '라마'],
  ['Penguin', '펭귄'],
  ['Puffin', '퍼핀'],
  ['Robin', '울새'],
  ['Sparrow', '참새'],
  ['Eagle', '독수리'],
  ['Gecko', '도마뱀붙이'],
  ['Frog', '개구리'],
  ['Beetle', '딱정벌레'],
  ['Firefly', '반딧불이'],
  ['Dragonfly', '잠자리'],
  ['Bumblebee', '뒤영벌'],
  ['Hedgehog', '고슴도치'],
  ['Beaver', '비버'],
  ['Raccoon', '라쿤'],
  ['Ferret', '페럿'],
  ['Cheetah', '치타'],
  ['Leopard', '표범'],
  ['Zebra', '얼룩말'],
  ['Giraffe', '기린'],
  ['Octopus', '문어'],
  ['Salmon', '연어'],
] as const;

/** Numbers 10 to 99. */
const NUMBERS = 90;

/**
 * A friendly name for a driver id, "Brave Otter 42", the same for ever and for everybody: nicknames are for the people
 * in a room, so whoever is listed elsewhere is listed by this. Two ids may share one (1 in 207,360 for a given pair).
 */
export function pseudonym(driverId: string, language: 'en' | 'ko'): string {
  const hash = contentHash(driverId);
  const part = (from: number): number => Number.parseInt(hash.slice(from, from + 8), 16);
  const word = language === 'en' ? 0 : 1;
  const trait = TRAITS[part(0) % TRAITS.length][word];
  const animal = ANIMALS[part(8) % ANIMALS.length][word];
  return `${trait} ${animal} ${10 + (part(16) % NUMBERS)}`;
}
