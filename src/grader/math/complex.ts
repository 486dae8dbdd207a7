/** A complex number, with the largest size met on the way to it: what rounding errors are measured by. */
export interface Complex {
  readonly re: number;
  readonly im: number;
  readonly scale: number;
}

export function complex(re: number, im = 0, scale = 0): Complex {
  return { re, im, scale: Math.max(scale, Math.abs(re), Math.abs(im)) };
}

const widest = (a: Complex, b: Complex) => Math.max(a.scale, b.scale);

export const add = (a: Complex, b: Complex) => complex(a.re + b.re, a.im + b.im, widest(a, b));
export const negate = (a: Complex) => complex(-a.re, -a.im, a.scale);

export function multiply(a: Complex, b: Complex): Complex {
  const size = Math.max(a.scale * modulus(b), b.scale * modulus(a));
  return complex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re, size);
}

export function divide(a: Complex, b: Complex): Complex {
  const square = b.re * b.re + b.im * b.im;
  const size = a.scale / modulus(b) + (modulus(a) * b.scale) / square;
  return complex((a.re * b.re + a.im * b.im) / square, (a.im * b.re - a.re * b.im) / square, size);
}

export const modulus = (a: Complex) => Math.hypot(a.re, a.im);

export function exp(a: Complex): Complex {
  const size = Math.exp(a.re);
  return complex(size * Math.cos(a.im), a.im === 0 ? 0 : size * Math.sin(a.im));
}

export const ln = (a: Complex) => complex(Math.log(modulus(a)), Math.atan2(a.im, a.re));

/** Principal value; of real numbers, where it is one, the real power. */
export function power(a: Complex, b: Complex): Complex {
  if (a.im === 0 && b.im === 0 && (a.re >= 0 || Number.isInteger(b.re))) {
    const value = a.re ** b.re;
    return complex(value, 0, a.re === 0 ? 0 : Math.abs(value / a.re) * Math.abs(b.re) * a.scale);
  }
  if (modulus(a) === 0) return complex(b.re > 0 ? 0 : Number.NaN);
  const value = exp(multiply(b, ln(a)));
  return complex(value.re, value.im, (modulus(value) / modulus(a)) * modulus(b) * a.scale);
}

export const I = complex(0, 1);

export function sine(a: Complex): Complex {
  return complex(Math.sin(a.re) * Math.cosh(a.im), Math.cos(a.re) * Math.sinh(a.im));
}

export function cosine(a: Complex): Complex {
  return complex(Math.cos(a.re) * Math.cosh(a.im), -Math.sin(a.re) * Math.sinh(a.im));
}
