import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { isRolledBack } from './sqlite.ts';
import type { Store, Tables } from './tables.ts';

/** What the thread is asked: one statement. */
export interface Statement {
  id: number;
  sql: string;
  parameters: readonly unknown[];
}

/** What it answers. */
export interface Answer {
  id: number;
  rows: unknown[];
  changes: number | bigint | null;
  insertId: number | bigint | null;
  error: { message: string; code?: string } | null;
}

/**
 * The store with its connection in a worker thread, for the thread that runs the races: no statement, checkpoint or
 * lock of another writer can hold up a tick. `destroy` ends the thread.
 */
export async function openStoreInThread(dataDir: string): Promise<Store> {
  const worker = new Worker(new URL('./threadworker.ts', import.meta.url), { workerData: { dataDir } });
  const opened = once(worker, 'message');
  const failed = once(worker, 'error').then(([error]) => Promise.reject(error));
  await Promise.race([opened, failed]);
  failed.catch(() => {});
  return new Kysely<Tables>({ dialect: new ThreadDialect(new ThreadConnection(worker)) });
}

class ThreadDialect implements Dialect {
  private readonly connection: ThreadConnection;

  constructor(connection: ThreadConnection) {
    this.connection = connection;
  }

  createAdapter = () => new SqliteAdapter();
  createDriver = () => new ThreadDriver(this.connection);
  createQueryCompiler = () => new SqliteQueryCompiler();
  createIntrospector = (db: Kysely<unknown>) => new SqliteIntrospector(db);
}

/** One connection, handed to one transaction or statement after the other. */
class ThreadDriver implements Driver {
  private readonly connection: ThreadConnection;
  private free: Promise<void> = Promise.resolve();
  private release: () => void = () => {};

  constructor(connection: ThreadConnection) {
    this.connection = connection;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.free;
    let release = () => {};
    this.free = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    this.release = release;
    return this.connection;
  }

  async releaseConnection(): Promise<void> {
    this.release();
  }

  async beginTransaction(): Promise<void> {
    await this.connection.run('BEGIN IMMEDIATE');
  }

  async commitTransaction(): Promise<void> {
    await this.connection.run('COMMIT');
  }

  async rollbackTransaction(): Promise<void> {
    await this.connection.run('ROLLBACK').catch((error: unknown) => {
      if (!isRolledBack(error)) throw error;
    });
  }

  async destroy(): Promise<void> {
    await this.connection.close();
  }
}

class ThreadConnection implements DatabaseConnection {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>();
  private next = 1;
  private ended: Error | null = null;

  constructor(worker: Worker) {
    this.worker = worker;
    worker.on('message', (answer: Answer) => this.answer(answer));
    worker.on('error', (error) => this.end(error));
    worker.on('exit', () => this.end(new Error('The store is closed.')));
  }

  run(sql: string, parameters: readonly unknown[] = []): Promise<Answer> {
    if (this.ended) return Promise.reject(this.ended);
    const statement: Statement = { id: this.next++, sql, parameters };
    return new Promise((resolve, reject) => {
      this.waiting.set(statement.id, { resolve, reject });
      this.worker.postMessage(statement);
    });
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, changes, insertId } = await this.run(query.sql, query.parameters);
    if (changes === null) return { rows: rows as Row[] };
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(insertId ?? 0) };
  }

  // biome-ignore lint/correctness/useYield: a page of rows at a time is what callers ask for; nothing streams here.
  async *streamQuery<Row>(): AsyncGenerator<QueryResult<Row>> {
    throw new Error('The store thread does not stream: got a streaming query, expected pages; use limit and after.');
  }

  async close(): Promise<void> {
    if (!this.ended) {
      const exited = once(this.worker, 'exit');
      this.worker.postMessage(null);
      await exited;
    }
  }

  private answer(answer: Answer): void {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (!answer.error) waiting?.resolve(answer);
    else waiting?.reject(Object.assign(new Error(answer.error.message), { code: answer.error.code }));
  }

  private end(error: Error): void {
    this.ended ??= error;
    for (const { reject } of this.waiting.values()) reject(this.ended);
    this.waiting.clear();
  }
}
