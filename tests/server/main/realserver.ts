import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

const MAIN = new URL('../../../server/main.ts', import.meta.url).pathname;

/** The server as `npm start` runs it, in a process of its own on a free port; resolves when it has said its address. */
export async function realServer(dataDir: string): Promise<{ child: ChildProcess; port: number }> {
  const env = { ...process.env, DATA_DIR: dataDir, PORT: '0' };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (text: Buffer) => {
      said += text;
      const found = said.match(/localhost:(\d+)/);
      if (found) resolve(Number(found[1]));
    });
    child.once('exit', (code) => reject(new Error(`The server ended with code ${code}: ${said}`)));
  });
  return { child, port };
}

/** Kill it; resolves when it is gone and writes nothing any more. */
export async function killServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
