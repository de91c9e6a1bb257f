"""Make a project, or run one, in a process of its own that a test can kill: ``DATABASE HOME WHAT``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    os.environ["DATABASE_URL"], os.environ["KENRI_HOME"] = sys.argv[1:3]
    os.environ["DJANGO_SETTINGS_MODULE"] = "kenri.project.settings"

    import django

    django.setup()

    from kenri.cases import queries, running, services
    from kenri.project import database
    from kenri.records import index
    from kenri.vocab.uses import use_named

    database.make_ready()
    running.BATCH = 10
    what = sys.argv[3]
    if Path(what).is_file():
        index.index()
        print(services.create_project(Path(what), use_named("free_concert")))
    else:
        before = queries.project(what).state
        report = services.run(what, lambda p: print(p.stage, p.done, flush=True))
        left = queries.summary(what).verdicts
        print("done", before, report.matched, sum(left.values()), queries.project(what).evidence)
