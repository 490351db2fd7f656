const CONTINUES = 128;
const ENCODER = new TextEncoder();
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

/** Writes whole numbers in as few bytes as they need (LEB128, the format of WebAssembly and DWARF), and short texts once. */
export class ByteWriter {
  private bytes = new Uint8Array(256);
  private length = 0;
  private readonly places = new Map<string, number>();

  /** A whole number from 0 to 2^53. */
  whole(value: number): void {
    let rest = value;
    while (rest >= CONTINUES) {
      this.byte((rest % CONTINUES) + CONTINUES);
      rest = Math.floor(rest / CONTINUES);
    }
    this.byte(rest);
  }

  /** Any number; whole ones from 0 to 2^52 are short. */
  number(value: number): void {
    if (Number.isInteger(value) && value >= 0 && value <= 2 ** 52) return this.whole(value * 2);
    this.whole(1);
    const eight = new Uint8Array(8);
    new DataView(eight.buffer).setFloat64(0, value);
    this.raw(eight);
  }

  /** A text, or null: its place among the texts, which `finish` writes first. */
  text(value: string | null): void {
    if (value === null) return this.whole(0);
    let place = this.places.get(value);
    if (place === undefined) this.places.set(value, (place = this.places.size + 1));
    this.whole(place);
  }

  /** A part that a reader can skip. */
  part(write: () => void): void {
    const before = this.length;
    write();
    const inside = this.bytes.slice(before, this.length);
    this.length = before;
    this.whole(inside.length);
    this.raw(inside);
  }

  finish(): Uint8Array {
    const head = new ByteWriter();
    const texts = [...this.places.keys()];
    const together = ENCODER.encode(texts.join(''));
    head.whole(texts.length);
    for (const { length } of texts) head.whole(length);
    head.whole(together.length);
    head.raw(together);
    head.raw(this.bytes.subarray(0, this.length));
    return head.bytes.slice(0, head.length);
  }

  private raw(more: Uint8Array): void {
    this.reserve(more.length);
    this.bytes.set(more, this.length);
    this.length += more.length;
  }

  private byte(value: number): void {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length++] = value;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
    larger.set(this.bytes);
    this.bytes = larger;
  }
}

/** Reads what a `ByteWriter` wrote, in the same order. */
export class ByteReader {
  private readonly texts: string[] = [];
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {
    const lengths: number[] = [];
    for (let left = this.whole(); left > 0; left--) lengths.push(this.whole());
    const end = this.whole() + this.at;
    // Decoding all texts at once is much faster than each of them.
    const together = DECODER.decode(bytes.subarray(this.at, end));
    let from = 0;
    for (const length of lengths) this.texts.push(together.slice(from, (from += length)));
    this.at = end;
  }

  whole(): number {
    const { bytes } = this;
    let value = 0;
    for (let factor = 1; ; factor *= CONTINUES) {
      const byte = bytes[this.at++]!;
      if (byte < CONTINUES) return value + byte * factor;
      value += (byte - CONTINUES) * factor;
    }
  }

  number(): number {
    const value = this.whole();
    if (value !== 1) return value / 2;
    const { buffer, byteOffset } = this.bytes;
    this.at += 8;
    return new DataView(buffer, byteOffset).getFloat64(this.at - 8);
  }

  text(): string | null {
    const place = this.whole();
    return place === 0 ? null : this.texts[place - 1]!;
  }

  /** Skips a part and returns where it begins, for `goTo`. */
  skipPart(): number {
    const length = this.whole();
    const start = this.at;
    this.at += length;
    return start;
  }

  goTo(place: number): void {
    this.at = place;
  }
}
