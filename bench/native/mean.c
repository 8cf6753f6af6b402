/*
 * The floor that the zone mapper is measured against: means of the bytes of zones along the four edges of an RGB24 picture, by AVX2, for one
 * size and layout. It prints the time of each of its rounds in nanoseconds, and a checksum of all means as the last line.
 *
 *   gcc -O3 -mavx2 mean.c -o mean && ./mean <regions file> <width> <height> <rounds>
 *
 * The regions are 32-bit numbers: x0, y0, x1, y1 for each. The picture is made by the same rule as in bench-mapper.ts.
 *
 * Rows of regions that stand beside each other are added up column by column; what a region's columns came to is put together at the end.
 */
#include <immintrin.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { STRIP = 256, MOST_REGIONS = 4096, MOST_ROW = 8192 * 3 };

static uint16_t columns[MOST_ROW + 32] __attribute__((aligned(32)));
static int32_t regions[MOST_REGIONS][4];
static uint8_t means[MOST_REGIONS][3];

static inline __m256i low(__m128i v) { return _mm256_cvtepu8_epi16(v); }

/* Sums of up to STRIP rows, for each byte of a row. */
static void sum_columns(const uint8_t *row, size_t stride, int rows, int bytes) {
  for (int at = 0; at < bytes; at += 16) _mm256_store_si256((__m256i *)(columns + at), _mm256_setzero_si256());
  for (; rows >= 4; rows -= 4, row += 4 * stride) {
    for (int at = 0; at < bytes; at += 16) {
      __m256i ab = _mm256_add_epi16(low(_mm_loadu_si128((const __m128i *)(row + at))), low(_mm_loadu_si128((const __m128i *)(row + stride + at))));
      __m256i cd = _mm256_add_epi16(low(_mm_loadu_si128((const __m128i *)(row + 2 * stride + at))), low(_mm_loadu_si128((const __m128i *)(row + 3 * stride + at))));
      __m256i *sum = (__m256i *)(columns + at);
      _mm256_store_si256(sum, _mm256_add_epi16(_mm256_load_si256(sum), _mm256_add_epi16(ab, cd)));
    }
  }
  for (; rows > 0; rows -= 1, row += stride) {
    for (int at = 0; at < bytes; at += 16) {
      __m256i *sum = (__m256i *)(columns + at);
      _mm256_store_si256(sum, _mm256_add_epi16(_mm256_load_si256(sum), low(_mm_loadu_si128((const __m128i *)(row + at)))));
    }
  }
}

/* Sums of red, green and blue of so many pixels of columns. 24 lanes of 16 bits are eight pixels. */
static void sum_pixels(const uint16_t *column, int pixels, uint32_t out[3]) {
  __m256i a = _mm256_setzero_si256(), b = a, c = a;
  for (; pixels >= 8; pixels -= 8, column += 24) {
    a = _mm256_add_epi32(a, _mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)column)));
    b = _mm256_add_epi32(b, _mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)(column + 8))));
    c = _mm256_add_epi32(c, _mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)(column + 16))));
  }
  uint32_t lanes[24];
  _mm256_storeu_si256((__m256i *)lanes, a);
  _mm256_storeu_si256((__m256i *)(lanes + 8), b);
  _mm256_storeu_si256((__m256i *)(lanes + 16), c);
  out[0] = out[1] = out[2] = 0;
  for (int lane = 0; lane < 24; lane += 1) out[lane % 3] += lanes[lane];
  for (; pixels > 0; pixels -= 1, column += 3)
    for (int channel = 0; channel < 3; channel += 1) out[channel] += column[channel];
}

static void map(const uint8_t *picture, size_t stride, int count) {
  for (int first = 0; first < count;) {
    int next = first + 1;
    int left = regions[first][0], right = regions[first][2];
    const int top = regions[first][1], bottom = regions[first][3];
    for (; next < count && regions[next][1] == top && regions[next][3] == bottom && regions[next][0] <= right && regions[next][2] >= left; next += 1) {
      if (regions[next][0] < left) left = regions[next][0];
      if (regions[next][2] > right) right = regions[next][2];
    }
    uint64_t sums[MOST_REGIONS][3];
    memset(sums, 0, sizeof sums[0] * (size_t)(next - first));
    for (int y = top; y < bottom; y += STRIP) {
      sum_columns(picture + (size_t)y * stride + (size_t)left * 3, stride, bottom - y < STRIP ? bottom - y : STRIP, (right - left) * 3);
      for (int region = first; region < next; region += 1) {
        uint32_t part[3];
        sum_pixels(columns + (regions[region][0] - left) * 3, regions[region][2] - regions[region][0], part);
        for (int channel = 0; channel < 3; channel += 1) sums[region - first][channel] += part[channel];
      }
    }
    for (int region = first; region < next; region += 1) {
      const uint64_t pixels = (uint64_t)(regions[region][2] - regions[region][0]) * (uint64_t)(bottom - top);
      for (int channel = 0; channel < 3; channel += 1) means[region][channel] = (uint8_t)(sums[region - first][channel] / pixels);
    }
    first = next;
  }
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  FILE *file = fopen(argv[1], "rb");
  if (file == NULL) return 1;
  const int count = (int)fread(regions, sizeof regions[0], MOST_REGIONS, file);
  fclose(file);
  const int width = atoi(argv[2]), height = atoi(argv[3]), rounds = atoi(argv[4]);
  const size_t stride = (size_t)width * 3, size = stride * (size_t)height;
  uint8_t *picture = malloc(size + 64);
  if (picture == NULL) return 1;
  for (size_t at = 0; at < size; at += 1) picture[at] = (uint8_t)(((uint32_t)at * 0x9e3779b1u) >> 24);
  for (int round = 0; round < rounds; round += 1) {
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    map(picture, stride, count);
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%lld\n", (long long)(end.tv_sec - begin.tv_sec) * 1000000000ll + (end.tv_nsec - begin.tv_nsec));
  }
  uint32_t check = 0;
  for (int region = 0; region < count; region += 1)
    for (int channel = 0; channel < 3; channel += 1) check = check * 31u + means[region][channel];
  printf("%u\n", check);
  free(picture);
  return 0;
}
