/** A trained policy as it stands in the store. */
export interface StoredPolicy {
  id: string;
  /** What people read on the grid. */
  name: string;
  /** The `.safetensors` file. */
  bytes: Uint8Array;
}

/** Where a grid gets its clones from. */
export interface PolicySource {
  /** Null when there is no such policy, or this driver (null: a stranger) may not race it. */
  policy(id: string, driverId: string | null): Promise<StoredPolicy | null>;
}
