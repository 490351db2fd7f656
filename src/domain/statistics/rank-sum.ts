/**
 * The smallest w with P(W ≤ w) ≥ p, W the Mann–Whitney statistic of m and n values without ties (Mann & Whitney 1947;
 * qwilcox of R). The distribution is the product of (1 − q^(n+i))/(1 − q^i) over i = 1…m (Gaussian binomial), divided
 * by the number of orders.
 */
export function rankSumQuantile(p: number, m: number, n: number): number {
  const size = m * n;
  const density = new Float64Array(size + 1);
  density[0] = 1;
  for (let i = 1; i <= m; i++) {
    for (let w = size; w >= n + i; w--) density[w]! -= density[w - n - i]!;
    for (let w = i; w <= size; w++) density[w]! += density[w - i]!;
  }
  const orders = density.reduce((sum, ways) => sum + ways, 0);
  let below = 0;
  for (let w = 0; w <= size; w++) {
    below += density[w]! / orders;
    if (below >= p) return w;
  }
  return size;
}
