/** From which score on a file is shown as good, and below which as bad. */
export const THRESHOLDS = { high: 80, low: 60 } as const
