"""Seconds to clear a list, in all and by stage, and how its rows were matched.

    python -m bench.clear [--items 5000] [--home FOLDER] [--use stream_archive_programme] [--seed 1]

Draws real works from the catalogue in the home folder (``KENRI_HOME``, ``--home``; without any, from the
bundled sample) with scripted noise, then does what ``kenri clear`` does: read the list, match, assess, route,
write the HTML report. "Right" means the very entity that the row was drawn from; where the catalogue holds
the same work twice, unlinked, choosing the other counts as wrong.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

import django


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--items", type=int, default=5_000)
    parser.add_argument("--home", type=Path, default=None)
    parser.add_argument("--use", default="stream_archive_programme")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kenri-bench-") as folder:
        home = arguments.home or os.environ.get("KENRI_HOME")
        os.environ["KENRI_HOME"] = str(home or folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kenri.project.settings")
        django.setup()
        from bench.clear import measuring  # noqa: PLC0415  (it imports models: Django must be ready)

        measuring.prepare(sample=not home)
        measuring.measure(Path(folder), arguments.items, arguments.use, arguments.seed)


if __name__ == "__main__":
    main()
