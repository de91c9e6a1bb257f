"""Harvest and link in a process of its own, so that a test can kill it: ``DATABASE HOME FILE``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    os.environ["DATABASE_URL"], os.environ["KENRI_HOME"] = sys.argv[1:3]
    os.environ["DJANGO_SETTINGS_MODULE"] = "kenri.project.settings"
    sys.path.insert(0, str(Path(__file__).parent))

    import django

    django.setup()

    from declared import declare
    from django.core.management import call_command

    from kenri.records import harvesting, linking, services

    call_command("migrate", verbosity=0)
    harvesting.CHUNK = linking.BATCH = 200
    print("ready", flush=True)
    for file in sys.argv[3:]:
        services.harvest(declare(), path=Path(file), accept_removals=True)
    services.link()
    print("done", flush=True)
