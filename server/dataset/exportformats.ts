/** How a data set can leave. */
export const EXPORT_FORMATS = ['lerobot', 'minari', 'robomimic', 'parquet', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
