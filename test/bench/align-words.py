"""Compares word times with a forced aligner: python3 align-words.py FOLDER (needs `pip install pocketsphinx`).

Prints the median and 90th percentile of the difference of word starts and ends, and how many of the
spoken words the recogniser hears without knowing the text, in our sound and in the unsplit model's.
"""

import json
import re
import sys
import wave
from difflib import SequenceMatcher
from pathlib import Path
from statistics import median

from pocketsphinx import Decoder


def samples_of(path):
    with wave.open(str(path)) as file:
        return file.readframes(file.getnframes())


def spoken_words(entry):
    return re.findall(r"[a-z']+", entry["spoken"].lower().replace("-", " "))


def decode(decoder, audio):
    decoder.start_utt()
    decoder.process_raw(audio, no_search=False, full_utt=True)
    decoder.end_utt()


def aligned(decoder, audio, words):
    """(start, end) in ms of each word, or None where the aligner gives up."""
    decoder.set_align_text(" ".join(words))
    decode(decoder, audio)
    frames = [s for s in decoder.seg() if not s.word.startswith("<") and not s.word.startswith("[")]
    if len(frames) != len(words):
        return None
    return [(s.start_frame * 10, (s.end_frame + 1) * 10) for s in frames]


def heard(decoder, audio, words):
    decode(decoder, audio)
    hypothesis = decoder.hyp()
    found = hypothesis.hypstr.lower().split() if hypothesis else []
    found = [re.sub(r"\(\d+\)$", "", word) for word in found]
    return sum(b.size for b in SequenceMatcher(None, words, found, False).get_matching_blocks())


def main(folder):
    aligner = Decoder(lm=None, loglevel="FATAL")
    listener = Decoder(loglevel="FATAL")
    starts, ends, total, skipped = [], [], 0, []
    known = {"ours": 0, "the unsplit model's": 0}
    for path in sorted(Path(folder).glob("*.json")):
        entry = json.loads(path.read_text())
        groups = [spoken_words(word) for word in entry["words"]]
        words = [word for group in groups for word in group]
        audio = samples_of(path.with_suffix(".wav"))
        total += len(words)
        known["ours"] += heard(listener, audio, words)
        unsplit = samples_of(path.with_suffix(".unsplit.wav"))
        known["the unsplit model's"] += heard(listener, unsplit, words)
        try:
            times = aligned(aligner, audio, words)
        except RuntimeError:
            times = None
        if times is None:
            skipped.append(path.stem)
            continue
        position = 0
        for word, group in zip(entry["words"], groups):
            if not group:
                continue
            span = times[position : position + len(group)]
            position += len(group)
            starts.append(abs(span[0][0] - word["startMs"]))
            ends.append(abs(span[-1][1] - word["endMs"]))
    for name, errors in (("starts", starts), ("ends", ends)):
        errors.sort()
        print(f"{name}: {len(errors)} words, median {median(errors):.0f} ms, p90 {errors[int(len(errors) * 0.9)]:.0f} ms")
    for whose, count in known.items():
        print(f"recogniser: {count} of {total} words of {whose} ({100 * count / total:.0f} %)")
    if skipped:
        print(f"not aligned: {', '.join(skipped)}")


main(sys.argv[1])
