import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { makeWithFfmpeg } from './ffmpeg.js';
import { tempDir } from './temp.js';

type Color = 'red' | 'lime' | 'blue';

/**
 * A program by the name of adb with one Android device behind it, which speaks as adb does and films as `screenrecord` does, with pictures
 * that ffmpeg has made. There is no Android here: what a real device does otherwise, it cannot tell.
 */
export class FakeAdb {
  readonly #folder = tempDir('adb');

  constructor() {
    const { path } = this.#folder;
    const script = `#!/bin/sh
cd ${path}
echo "$*" >> calls
case "$1" in
  devices) echo '* daemon started successfully' >&2; echo 'List of devices attached'; cat devices; exit 0;;
  connect) cat connect; exit 0;;
  disconnect) exit 0;;
  -s) serial="$2"; shift 3;;
  *) echo "adb: unknown command $1" >&2; exit 1;;
esac
grep -q "^$serial.*device" devices || { echo "adb: device '$serial' not found" >&2; exit 1; }
case "$1" in
  true) exit 0;;
  screencap) cat screenshot; exit 0;;
  screenrecord)
    [ -e film-0.h264 ] || { echo 'screenrecord: inaccessible or not found' >&2; exit 127; }
    taken=$(cat taken 2>/dev/null || echo 0)
    [ -e "film-$taken.h264" ] || exec sleep 1000
    cat "film-$taken.h264"
    echo $((taken + 1)) > taken
    # One that is the last stands still until the device is gone; others end, as at the limit of time.
    [ -e "film-$((taken + 1)).h264" ] && { sleep 1.5; exit 0; }
    while grep -q "^$serial.*device" devices; do sleep 0.1; done
    exit 1;;
esac
`;
    writeFileSync(this.#folder.file('adb'), script);
    chmodSync(this.#folder.file('adb'), 0o755);
    this.devices();
    this.answersConnect('');
    writeFileSync(this.#folder.file('calls'), '');
  }

  /** The `PATH` on which it is found before all others. */
  get PATH(): string {
    return `${this.#folder.path}:${process.env.PATH ?? ''}`;
  }

  /** All that it was asked, call by call. */
  get calls(): string[] {
    return readFileSync(this.#folder.file('calls'), 'utf8').trim().split('\n');
  }

  /** The lines of `adb devices -l` from now on. */
  devices(...lines: readonly string[]): void {
    writeFileSync(this.#folder.file('devices'), lines.map((line) => `${line}\n`).join(''));
  }

  answersConnect(text: string): void {
    writeFileSync(this.#folder.file('connect'), `${text}\n`);
  }

  /**
   * What it films from now on: one recording after another, each of a screen of one colour that stands still after its one picture, and the
   * last until the device is gone.
   */
  films(...colors: readonly Color[]): void {
    for (let index = 0; existsSync(this.#film(index)); index += 1) rmSync(this.#film(index));
    rmSync(this.#folder.file('taken'), { force: true });
    colors.forEach((color, index) => {
      this.#make(this.#film(index), color);
    });
  }

  #film(index: number): string {
    return this.#folder.file(`film-${index}.h264`);
  }

  #make(file: string, color: Color): void {
    const quick = [
      '-frames:v',
      '1',
      '-c:v',
      'libx264',
      '-tune',
      'zerolatency',
      '-profile:v',
      'baseline',
      '-pix_fmt',
      'yuv420p',
      '-f',
      'h264',
    ];
    makeWithFfmpeg(file, `color=${color}:size=320x180:rate=10`, quick);
  }

  /** What `screencap` gives from now on: a picture of one colour. */
  shoots([red, green, blue]: readonly [number, number, number]): void {
    const pixels = Array.from({ length: 8 * 4 }, () => [red, green, blue, 255]).flat();
    const header = new Uint8Array(new Uint32Array([8, 4, 1, 1]).buffer);
    writeFileSync(this.#folder.file('screenshot'), Buffer.concat([header, Buffer.from(pixels)]));
  }

  remove(): void {
    this.#folder.remove();
  }
}
