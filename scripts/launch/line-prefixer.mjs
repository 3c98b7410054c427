/** Puts a process's name before each of its lines, however its output is cut into pieces. */
export class LinePrefixer {
  #rest = '';

  constructor(prefix, write) {
    this.prefix = prefix;
    this.write = write;
  }

  push(text) {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop();
    if (lines.length > 0) this.write(lines.map((line) => `${this.prefix}${line}\n`).join(''));
  }

  /** Writes a last line that has no line end. */
  end() {
    if (this.#rest !== '') this.push('\n');
  }
}
