/** Standard deviation of a difference of two scores with standard deviations and a correlation: σA² + σB² - 2ρσAσB. */
export function correlatedDifferenceSd(sdA: number, sdB: number, correlation: number): number {
  return Math.sqrt(Math.max(0, sdA * sdA + sdB * sdB - 2 * correlation * sdA * sdB));
}
