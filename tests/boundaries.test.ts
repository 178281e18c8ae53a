import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * The house plan: rooms in data order, imports only towards the left.
 *
 * `client` and `server` import `shared`; `shared` imports neither; client and server meet only in `shared/wire`.
 * Inside the client, `locale`, `view` and `connection` stand first, in this order, and pages never import each other.
 */
const ROOT = join(import.meta.dirname, '..');
const SHARED =
  'units exact track vehicle race driver episode observation dataset tensor policy evaluation training divergence competition wire'.split(
    ' ',
  );
const SERVER = 'store episode dataset training evaluation bot divergence race competition http cli main'.split(' ');
/** In import order: words first, since components of the view carry some. */
const CLIENT_FIRST = ['locale', 'view', 'connection'];
/** Up to here the same bits on every engine: nothing engine-dependent, no clock, no chance. */
const DETERMINISTIC = SHARED.slice(0, SHARED.indexOf('dataset'));
const UNREPEATABLE =
  /\bMath\.(random|a?sinh?|a?cosh?|a?tanh?|atan2|exp|expm1|log|log2|log10|log1p|pow|hypot|cbrt)\b|\bDate\b|\bperformance\b|\*\*/;
const NOT_EVERYWHERE =
  /\bMath\.random\b|\bDate\.now\b|\bnew Date\(\)|\bperformance\.|\bprocess\.|\bdocument\.|\bwindow\./;
const MACHINE = /from '(node:|phaser|express|@colyseus\/(core|sdk|ws-transport)|preact|vite)/;

interface Source {
  file: string;
  text: string;
  imports: string[];
}

function sources(tree: string): Source[] {
  if (!statSync(join(ROOT, tree), { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(join(ROOT, tree), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((file) => !/\/(assembly|build|dist)\//.test(file))
    .map((file) => {
      const text = readFileSync(join(ROOT, file), 'utf8');
      const found = [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map((match) => match[1]!);
      return { file, text, imports: found.map((to) => relative(ROOT, join(ROOT, dirname(file), to))) };
    });
}

/** What Git keeps there, not what a run leaves beside it: logs, reports. Without Git, what can be imported. */
function topLevel(): string[] {
  try {
    const listed = execFileSync('git', ['ls-tree', '--name-only', 'HEAD'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return listed.split('\n').filter((name) => name !== '');
  } catch {
    const here = readdirSync(ROOT, { withFileTypes: true }).filter(({ name }) => name !== 'node_modules');
    const holdsCode = (name: string) => /\.[cm]?[jt]sx?$/.test(name) || sources(name).length > 0;
    return here.map(({ name }) => name).filter(holdsCode);
  }
}

const roomOf = (file: string): string => file.split('/')[1]!.replace(/\.tsx?$/, '');
const code = (text: string): string[] =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .split('\n')
    .map((line) => line.replace(/\/\/.*$/, ''));
const offences = (source: Source, banned: RegExp): string[] =>
  code(source.text).flatMap((line, i) => (banned.test(line) ? [`${source.file}:${i + 1}: ${line.trim()}`] : []));

describe('shared', () => {
  test.each(sources('shared'))('$file imports only its own room or an earlier one', ({ file, imports }) => {
    expect(SHARED).toContain(roomOf(file));
    const room = SHARED.indexOf(roomOf(file));
    expect(imports.filter((to) => !to.startsWith('shared/') || SHARED.indexOf(roomOf(to)) > room)).toEqual([]);
  });

  test.each(sources('shared'))('$file runs anywhere', (source) => {
    expect(offences(source, NOT_EVERYWHERE)).toEqual([]);
    const wire = roomOf(source.file) === 'wire';
    expect(source.text.split('\n').filter((line) => MACHINE.test(line) && !wire)).toEqual([]);
  });

  const exact = sources('shared').filter(({ file }) => DETERMINISTIC.includes(roomOf(file)));
  test.each(exact)('$file gives the same bits on every engine', (source) => {
    expect(offences(source, UNREPEATABLE)).toEqual([]);
  });
});

describe('server', () => {
  test.each(sources('server'))('$file imports only its own room or an earlier one', ({ file, imports }) => {
    expect(SERVER).toContain(roomOf(file));
    const room = SERVER.indexOf(roomOf(file));
    const wrong = imports.filter(
      (to) => to.startsWith('client/') || (to.startsWith('server/') && SERVER.indexOf(roomOf(to)) > room),
    );
    expect(wrong).toEqual([]);
  });
});

describe('client', () => {
  test.each(sources('client'))('$file leaves the server and other pages alone', ({ file, imports }) => {
    const page = roomOf(file);
    const topLevel = file.split('/').length === 2;
    const allowed = (to: string): boolean => {
      if (to.startsWith('server/')) return false;
      if (!to.startsWith('client/') || topLevel) return true;
      const target = roomOf(to);
      const first = CLIENT_FIRST.indexOf(page);
      if (target === page) return true;
      return CLIENT_FIRST.includes(target) && (first === -1 || CLIENT_FIRST.indexOf(target) < first);
    };
    expect(imports.filter((to) => !allowed(to))).toEqual([]);
  });
});

test('the top level holds only what the house plan names', () => {
  const known = [
    'assets',
    'client',
    'node_modules',
    'data',
    'package-lock.json',
    'package.json',
    'README.md',
    'server',
    'shared',
    'tests',
    'tsconfig.json',
  ];
  expect(topLevel().filter((name) => !name.startsWith('.') && !known.includes(name))).toEqual([]);
});

test('no file is named for nothing in particular', () => {
  const names = ['shared', 'server', 'client', 'tests'].flatMap((tree) => sources(tree).map(({ file }) => file));
  expect(
    names.filter((file) => /(^|\/)(utils?|helpers?|common|misc|manager|index)[^/]*(\.tsx?|\/)/i.test(file)),
  ).toEqual([]);
});
