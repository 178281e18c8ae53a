import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from './database.ts';
import type { Answer, Statement } from './thread.ts';

/** The thread behind store/thread.ts: one connection, statements in the order they come. */
const port = parentPort!;
const { store, database } = await openDatabase((workerData as { dataDir: string }).dataDir);
const prepared = new Map<string, StatementSync>();

port.on('message', (statement: Statement | null) => {
  if (statement) port.postMessage(answer(statement));
  else void store.destroy().then(() => port.close());
});
port.postMessage('open');

function answer({ id, sql, parameters }: Statement): Answer {
  try {
    const statement = prepare(sql);
    const values = parameters.map(bind);
    if (statement.columns().length > 0) {
      return { id, rows: statement.all(...values), changes: null, insertId: null, error: null };
    }
    const { changes, lastInsertRowid: insertId } = statement.run(...values);
    return { id, rows: [], changes, insertId, error: null };
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    return { id, rows: [], changes: null, insertId: null, error: { message, code } };
  }
}

function prepare(sql: string): StatementSync {
  let statement = prepared.get(sql);
  if (!statement) {
    if (prepared.size >= 300) prepared.clear();
    statement = database.prepare(sql);
    prepared.set(sql, statement);
  }
  return statement;
}

function bind(value: unknown): SQLInputValue {
  if (value === undefined) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value as SQLInputValue;
}
