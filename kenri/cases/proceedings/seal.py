"""The seal of this installation, from its settings and its home folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings

from kenri.seals.certificates import KeyFiles
from kenri.seals.signing import Signer
from kenri.seals.signing import signer as signer_of


def signer(at: dt.datetime) -> Signer:
    """Who seals: the key that ``KENRI_SEAL_KEY`` names, else one made in the home folder on first use.

    Raises what ``kenri.seals.signing.signer`` raises.
    """
    key, certificate = settings.KENRI_SEAL_KEY, settings.KENRI_SEAL_CERTIFICATE
    files = (
        KeyFiles(Path(key), Path(certificate) if certificate else None, settings.KENRI_SEAL_PASSWORD)
        if key
        else None
    )
    return signer_of(
        Path(settings.KENRI_HOME) / "seal", at, files, timestamps_from=settings.KENRI_SEAL_TIMESTAMPS
    )
