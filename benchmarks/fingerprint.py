"""How fast fingerprints are made and compared: `python -m benchmarks.fingerprint [--json]`.

Articles are the originals of tests/quality/copies/dev, cleaned: alone (80 to 300 words) and five of them together (some
700, a long report). Time is that of the processor, so that what else the machine does counts little, and the best of
several rounds is taken: the others were disturbed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean
from time import process_time

from schemas.fingerprint import Fingerprint, is_copy
from services.ingest.fingerprint import fingerprint
from training.score.copies import read_pairs

SET = Path(__file__).parents[1] / "tests" / "quality" / "copies" / "dev"
ROUNDS = 15
TOGETHER = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; returns the exit status."""
    parser = argparse.ArgumentParser("python -m benchmarks.fingerprint", description="Speed of fingerprints, one core.")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    figures = measure(SET)
    if options.json:
        sys.stdout.write(json.dumps({name: round(value) for name, value in figures.items()}, indent=2) + "\n")
    else:
        sys.stdout.write("".join(f"{name:<28}{value:>12,.0f}\n" for name, value in figures.items()))
    return 0


def measure(path: Path) -> dict[str, float]:
    """Words an article and articles a second, for short and long ones, and comparisons a second."""
    texts = sorted({pair.first[1] for pair in read_pairs(path)})
    long_texts = ["\n\n".join(texts[start : start + TOGETHER]) for start in range(0, len(texts), TOGETHER)]
    prints = [Fingerprint.decode(fingerprint(text)) for text in texts]
    return {
        "short_words": mean(len(text.split()) for text in texts),
        "short_articles_per_s": per_second(lambda: [fingerprint(text) for text in texts]),
        "long_words": mean(len(text.split()) for text in long_texts),
        "long_articles_per_s": per_second(lambda: [fingerprint(text) for text in long_texts]),
        "comparisons_per_s": per_second(lambda: [is_copy(one, other) for one in prints for other in prints]),
    }


def per_second(work: Callable[[], list[object]]) -> float:
    """Items that `work` makes in a second of processor time, in its best round."""
    best = 0.0
    for _ in range(ROUNDS):
        started = process_time()
        items = len(work())
        best = max(best, items / max(process_time() - started, 1e-9))
    return best


if __name__ == "__main__":
    sys.exit(main())
