import type { Field, Read } from '../json-field.js';
import {
  FieldError,
  listOf,
  matching,
  memberOf,
  parseJson,
  wholeNumberFrom,
} from '../json-field.js';
import { isSafeUrl } from '../manifest.js';
import type { TransferLimits } from '../transfer/http-get.js';
import { fetchText } from '../transfer/http-text.js';

/** A wheel as the package index describes it. */
export interface Wheel {
  readonly url: URL;
  readonly bytes: number;
  readonly sha256: string;
}

/** The public package index. */
export const PYPI = 'https://pypi.org';

const MOST_JSON_BYTES = 4 * 1024 * 1024;
const MOST_WHEEL_BYTES = 1024 ** 3;

const wheelOf: Read<Wheel> = (field) => {
  const address = memberOf(field, 'url');
  const text = matching(/^https?:/, 'an address')(address);
  if (!URL.canParse(text) || !isSafeUrl(new URL(text)))
    throw new FieldError(address.path, 'an https address');
  return {
    url: new URL(text),
    bytes: wholeNumberFrom(1, MOST_WHEEL_BYTES)(memberOf(field, 'size')),
    sha256: matching(
      /^[0-9a-f]{64}$/,
      'a SHA-256 in hex',
    )(memberOf(memberOf(field, 'digests'), 'sha256')),
  };
};

const isUsable = (field: Field): boolean =>
  memberOf(field, 'packagetype').value === 'bdist_wheel' &&
  memberOf(field, 'yanked').value !== true;

/** Asks the index for the wheel of one version of a package. Rejects with a `TransferError` or a `FieldError`. */
export const findWheel = async (
  index: string,
  name: string,
  version: string,
  options: { readonly limits: TransferLimits; readonly signal: AbortSignal },
): Promise<Wheel> => {
  const url = new URL(
    `/pypi/${encodeURIComponent(name)}/${encodeURIComponent(version)}/json`,
    index,
  );
  const document = parseJson(await fetchText(url, MOST_JSON_BYTES, options));
  const files = listOf((field) => field, 1_000)(memberOf(document, 'urls'));
  const wheel = files.find(isUsable);
  if (wheel === undefined) throw new FieldError('urls', 'a list with a wheel');
  return wheelOf(wheel);
};
