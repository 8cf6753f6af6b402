/** What the hub uses of fft.js 4.0.4, which brings no types of its own. */
declare module 'fft.js' {
  export default class FFT {
    /** `size` is a power of two. */
    constructor(size: number);
    /** Room for `size` complex numbers: real part, imaginary part, and so on. */
    createComplexArray(): number[];
    /** Fills the first half of `out`, up to and with the number at `size / 2`, with the spectrum of real `data`. */
    realTransform(out: number[], data: ArrayLike<number>): void;
  }
}
