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
  /** The newest coached clone of each driver on this track whom anybody may race; at most so many, the newest first. */
  sharedClones(trackId: string, most: number): Promise<StoredPolicy[]>;
  /**
   * A driver's own newest coached clone of this track and car, which drives for them alone, and where that one is blind to
   * other cars the newest that sees them, too.
   */
  ownClones(of: { driverId: string; trackId: string; vehicleHash: string }): Promise<StoredPolicy[]>;
}
