import type { Track } from '../../shared/track/track.ts';

/** What stands about the ground, away from the road. */
export type Standing = 'tree' | 'pine' | 'rock' | 'container';

/** The colours of a track's surroundings: muted, so that the cars carry all saturation. The road is the same in all. */
export interface Theme {
  ground: string;
  /** Bands across the ground, as a mower, a rake or the wind leaves them. */
  stripe: string;
  verge: string;
  /** Specks on the ground, dark and light. */
  tufts: readonly [string, string];
  gravel: string;
  standing: Standing;
  shades: readonly string[];
  /** From −2, everywhere, to 2, nowhere. */
  sparse: number;
  /** Lamps along the road. */
  lamps?: boolean;
}

const MEADOW: Theme = {
  ground: '#4C7656',
  stripe: '#466F50',
  verge: '#5D7F5C',
  tufts: ['rgba(20, 40, 24, 0.16)', 'rgba(190, 220, 150, 0.13)'],
  gravel: '#B5A687',
  standing: 'tree',
  shades: ['#2F5A3F', '#35634A', '#3D6B45', '#2A5140'],
  sparse: 0.15,
};

const THEMES: Record<string, Theme> = {
  meadow: MEADOW,
  hills: {
    ...MEADOW,
    ground: '#66764F',
    stripe: '#5F6F4B',
    verge: '#76805C',
    tufts: ['rgba(70, 50, 70, 0.2)', 'rgba(206, 190, 150, 0.16)'],
    standing: 'pine',
    shades: ['#3A5540', '#435E45', '#34503F'],
    sparse: 0.7,
  },
  quarry: {
    ...MEADOW,
    ground: '#887C65',
    stripe: '#82765F',
    verge: '#938770',
    tufts: ['rgba(50, 42, 28, 0.2)', 'rgba(230, 220, 196, 0.16)'],
    gravel: '#BCAF92',
    standing: 'rock',
    shades: ['#6E675B', '#797264', '#645E54'],
    sparse: 0.35,
  },
  seaside: {
    ...MEADOW,
    ground: '#B0A27D',
    stripe: '#A99B76',
    verge: '#849468',
    tufts: ['rgba(92, 108, 66, 0.34)', 'rgba(240, 232, 205, 0.3)'],
    gravel: '#D0C4A4',
    standing: 'tree',
    shades: ['#6B8052', '#76895B', '#5F7550'],
    sparse: 0.75,
  },
  winter: {
    ...MEADOW,
    ground: '#BCC7CC',
    stripe: '#B4C0C6',
    verge: '#A7B3B9',
    tufts: ['rgba(96, 116, 130, 0.2)', 'rgba(255, 255, 255, 0.4)'],
    gravel: '#A99F8D',
    standing: 'pine',
    shades: ['#4C6A62', '#567369', '#425F5A'],
    sparse: 0.1,
  },
  forest: {
    ...MEADOW,
    ground: '#3B5F45',
    stripe: '#375A41',
    verge: '#55735A',
    tufts: ['rgba(14, 30, 18, 0.24)', 'rgba(160, 190, 130, 0.12)'],
    standing: 'pine',
    shades: ['#244A35', '#2B533B', '#1F4231', '#31593D'],
    sparse: -1.3,
  },
  harbour: {
    ...MEADOW,
    ground: '#767B7E',
    stripe: '#72777A',
    verge: '#84898B',
    tufts: ['rgba(20, 24, 28, 0.16)', 'rgba(225, 228, 232, 0.1)'],
    gravel: '#A69E8E',
    standing: 'container',
    shades: ['#7C5145', '#4F6473', '#857650', '#566B5B'],
    sparse: -0.2,
  },
  park: {
    ...MEADOW,
    ground: '#2B4238',
    stripe: '#283E35',
    verge: '#3A5145',
    tufts: ['rgba(8, 16, 14, 0.24)', 'rgba(170, 190, 170, 0.08)'],
    gravel: '#8C8168',
    shades: ['#1F382E', '#243F33', '#1B3229'],
    sparse: 0,
    lamps: true,
  },
};

export const THEME_NAMES: readonly string[] = Object.keys(THEMES);

/** The theme of a track's file, or the meadow. */
export const themeOf = (track: Track): Theme => THEMES[track.file.theme ?? ''] ?? MEADOW;
