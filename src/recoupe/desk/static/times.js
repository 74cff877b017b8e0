// Time arithmetic without a page: pure functions.

/** Seconds as people read them: 76.041 → "1:16.04". */
export function clock(seconds) {
  const hundredths = Math.round(Math.max(0, seconds) * 100);
  const whole = Math.floor(hundredths / 100);
  const part = String(hundredths % 100).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}.${part}` : `${minutes}:${rest}.${part}`;
}

/** An instant for an address: at most three decimals, no trailing zeros. */
export function written(seconds) {
  return String(Math.round(Math.max(0, seconds) * 1000) / 1000);
}

/**
 * The instant of the other copy that belongs to an instant of this one.
 * steps: [[a0, a1, b0, b1], …] in order of A, the stretches that both copies hold.
 * from: 0 when `t` is on A, 1 when it is on B.
 * Gives {at, held}: held is false where the other copy lacks the stretch; `at` is then where it would stand.
 */
export function across(steps, t, from) {
  const [s, d] = from === 0 ? [0, 2] : [2, 0];
  let nearest = null;
  for (const step of steps) {
    const [s0, s1, d0, d1] = [step[s], step[s + 1], step[d], step[d + 1]];
    if (t >= s0 && t < s1) return { at: d0 + ((t - s0) / (s1 - s0)) * (d1 - d0), held: true };
    if (s1 <= t && (nearest === null || s1 > nearest[0])) nearest = [s1, d1];
  }
  if (nearest === null) return { at: steps.length ? Math.min(...steps.map((x) => x[d])) : t, held: steps.length === 0 };
  return { at: nearest[1], held: false };
}

/** The share of a time line, 0–1, at which an instant lies between its left and right edge. */
export function place(seconds, length, left, right) {
  const share = length > 0 ? Math.min(1, Math.max(0, seconds / length)) : 0;
  return left + share * (right - left);
}

/** The other way round; null outside the time line. */
export function instant(share, length, left, right) {
  if (share < left || share > right || right <= left) return null;
  return ((share - left) / (right - left)) * length;
}
