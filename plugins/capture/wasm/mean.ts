/*
 * AssemblyScript (https://www.assemblyscript.org), not TypeScript: `npm run build` makes dist/mean.wasm of it. It works within the memory in
 * which pictures arrive; src/picture/swift-mean.ts says where in it what stands.
 *
 * Zones that stand beside each other, such as those along the upper edge, are one band. The rows of a band are added up byte by byte, which
 * needs no knowledge of colours, and what a zone's columns came to is put together only then.
 */

/** So many bytes of 255 fit into 16 bits. */
const STRIP: u32 = 256;

/** The numbers of a band in the plan, 4 bytes each: left, width, top, bottom (in pixels) and how many zones follow. */
const BAND: usize = 20;
/** The numbers of a zone: its first pixel within the band, and its width. */
const ZONE: usize = 8;
/** Its sums: red, green and blue as the picture has them, 8 bytes each. */
const SUMS: usize = 24;

/**
 * Adds up the bytes of each zone, channel by channel. `plan` is where the bands begin and `end` where they end; `columns` is room for two
 * bytes per byte of a row and 32 more; the sums are written from `sums` on, as 64-bit floats. Up to 15 bytes behind a row are read.
 */
export function sumZones(plan: usize, end: usize, picture: usize, stride: u32, step: u32, columns: usize, sums: usize): void {
  while (plan < end) {
    const left = load<u32>(plan);
    const width = load<u32>(plan, 4);
    const top = load<u32>(plan, 8);
    const bottom = load<u32>(plan, 12);
    const zones = <usize>load<u32>(plan, 16);
    plan += BAND;
    memory.fill(sums, 0, zones * SUMS);
    for (let y = top; y < bottom; y += STRIP) {
      const rows = min(STRIP, bottom - y);
      sumColumns(picture + <usize>y * stride + <usize>(left * step), stride, rows, width * step, columns);
      for (let zone: usize = 0; zone < zones; zone += 1) {
        const first = columns + 2 * <usize>(load<u32>(plan + zone * ZONE) * step);
        const pixels = load<u32>(plan + zone * ZONE, 4);
        if (step == 3) addThrees(first, pixels, sums + zone * SUMS);
        else addFours(first, pixels, sums + zone * SUMS);
      }
    }
    plan += zones * ZONE;
    sums += zones * SUMS;
  }
}

/**
 * Adds up the light of the bytes of each zone, by a table of 256 numbers of 16 bits; otherwise like {@link sumZones}. There is no way to look
 * up 16 bytes at once, so they are looked up one by one.
 */
export function sumLight(plan: usize, end: usize, picture: usize, stride: u32, step: u32, table: usize, sums: usize): void {
  while (plan < end) {
    const left = load<u32>(plan);
    const top = load<u32>(plan, 8);
    const bottom = load<u32>(plan, 12);
    const zones = load<u32>(plan, 16);
    plan += BAND;
    for (let zone: u32 = 0; zone < zones; zone += 1) {
      const first = picture + <usize>((left + load<u32>(plan)) * step);
      const bytes = load<u32>(plan, 4) * step;
      let red: u64 = 0;
      let green: u64 = 0;
      let blue: u64 = 0;
      for (let y = top; y < bottom; y += 1) {
        let pixel = first + <usize>y * stride;
        // A row is at most 8,192 pixels of 65,535, which 32 bits hold.
        let r: u32 = 0;
        let g: u32 = 0;
        let b: u32 = 0;
        for (const end = pixel + bytes; pixel < end; pixel += step) {
          r += load<u16>(table + ((<usize>load<u8>(pixel)) << 1));
          g += load<u16>(table + ((<usize>load<u8>(pixel, 1)) << 1));
          b += load<u16>(table + ((<usize>load<u8>(pixel, 2)) << 1));
        }
        red += r;
        green += g;
        blue += b;
      }
      store<f64>(sums, <f64>red);
      store<f64>(sums, <f64>green, 8);
      store<f64>(sums, <f64>blue, 16);
      plan += ZONE;
      sums += SUMS;
    }
  }
}

/** For each of `bytes` columns the sum of its bytes in at most {@link STRIP} rows, as 16 bits. Four rows are read at once. */
function sumColumns(row: usize, stride: usize, rows: u32, bytes: u32, columns: usize): void {
  const chunks = (bytes + 15) >> 4;
  memory.fill(columns, 0, (<usize>chunks) << 5);
  let left = rows;
  for (; left >= 4; left -= 4) {
    let a = row;
    let sum = columns;
    for (let chunk: u32 = 0; chunk < chunks; chunk += 1) {
      const first = v128.load(a);
      const second = v128.load(a + stride);
      const third = v128.load(a + 2 * stride);
      const fourth = v128.load(a + 3 * stride);
      const low = i16x8.add(lows(first, second), lows(third, fourth));
      v128.store(sum, i16x8.add(v128.load(sum), low));
      const high = i16x8.add(highs(first, second), highs(third, fourth));
      v128.store(sum, i16x8.add(v128.load(sum, 16), high), 16);
      a += 16;
      sum += 32;
    }
    row += stride << 2;
  }
  for (; left > 0; left -= 1) {
    let a = row;
    let sum = columns;
    for (let chunk: u32 = 0; chunk < chunks; chunk += 1) {
      const first = v128.load(a);
      v128.store(sum, i16x8.add(v128.load(sum), i16x8.extend_low_i8x16_u(first)));
      v128.store(sum, i16x8.add(v128.load(sum, 16), i16x8.extend_high_i8x16_u(first)), 16);
      a += 16;
      sum += 32;
    }
    row += stride;
  }
}

/** The sums of the first eight bytes of two rows. */
function lows(a: v128, b: v128): v128 {
  return i16x8.add(i16x8.extend_low_i8x16_u(a), i16x8.extend_low_i8x16_u(b));
}

/** The sums of the last eight bytes of two rows. */
function highs(a: v128, b: v128): v128 {
  return i16x8.add(i16x8.extend_high_i8x16_u(a), i16x8.extend_high_i8x16_u(b));
}

/** Adds columns of pixels of three bytes: what stands in 12 lanes comes back to the same colours. */
function addThrees(column: usize, pixels: u32, sums: usize): void {
  let a = i32x4.splat(0);
  let b = i32x4.splat(0);
  let c = i32x4.splat(0);
  for (; pixels >= 8; pixels -= 8) {
    const first = v128.load(column);
    const second = v128.load(column, 16);
    const third = v128.load(column, 32);
    a = i32x4.add(a, i32x4.add(i32x4.extend_low_i16x8_u(first), i32x4.extend_high_i16x8_u(second)));
    b = i32x4.add(b, i32x4.add(i32x4.extend_high_i16x8_u(first), i32x4.extend_low_i16x8_u(third)));
    c = i32x4.add(c, i32x4.add(i32x4.extend_low_i16x8_u(second), i32x4.extend_high_i16x8_u(third)));
    column += 48;
  }
  let red = i32x4.extract_lane(a, 0) + i32x4.extract_lane(a, 3) + i32x4.extract_lane(b, 2) + i32x4.extract_lane(c, 1);
  let green = i32x4.extract_lane(a, 1) + i32x4.extract_lane(b, 0) + i32x4.extract_lane(b, 3) + i32x4.extract_lane(c, 2);
  let blue = i32x4.extract_lane(a, 2) + i32x4.extract_lane(b, 1) + i32x4.extract_lane(c, 0) + i32x4.extract_lane(c, 3);
  for (; pixels > 0; pixels -= 1) {
    red += load<u16>(column);
    green += load<u16>(column, 2);
    blue += load<u16>(column, 4);
    column += 6;
  }
  addSums(sums, red, green, blue);
}

/** Adds columns of pixels of four bytes, the last of which counts for nothing. */
function addFours(column: usize, pixels: u32, sums: usize): void {
  let all = i32x4.splat(0);
  for (; pixels > 0; pixels -= 1) {
    all = i32x4.add(all, v128.load_ext<u16>(column));
    column += 8;
  }
  addSums(sums, i32x4.extract_lane(all, 0), i32x4.extract_lane(all, 1), i32x4.extract_lane(all, 2));
}

function addSums(sums: usize, first: u32, second: u32, third: u32): void {
  store<f64>(sums, load<f64>(sums) + <f64>first);
  store<f64>(sums, load<f64>(sums, 8) + <f64>second, 8);
  store<f64>(sums, load<f64>(sums, 16) + <f64>third, 16);
}
