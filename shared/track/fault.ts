/** What is wrong with a track whose file has the right shape: the field, what it is and what it should be. */
export interface Fault {
  field: string;
  got: string;
  expected: string;
}

export const fault = (field: string, got: string, expected: string): Fault => ({ field, got, expected });

/** A number to two decimals, as a fault tells it. */
export const shown = (x: number): string => `${Math.round(x * 100) / 100}`;
