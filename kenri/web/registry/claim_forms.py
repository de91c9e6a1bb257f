"""The form of a claim."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kenri.accounts.models import Organisation, User
from kenri.registry.claiming import BASES, LONGEST_EVIDENCE, Claimed, share_of
from kenri.vocab.problems import Problem
from kenri.vocab.vocabularies import layers
from kenri.web import wording
from kenri.web.registry.claiming import Line
from kenri.web.registry.forms import OwnerField


class ClaimForm(forms.Form):
    """Which right is claimed, since when, on what basis, and what proves it."""

    holder = forms.CharField(label=_("Name of the holder"), max_length=200)
    basis = forms.ChoiceField(label=_("On what basis?"))
    layer = forms.ChoiceField(label=_("In what?"), required=False)
    share = forms.CharField(
        label=_("Share"),
        max_length=20,
        initial="100",
        help_text=_("In percent, or as a fraction such as 1/3."),
    )
    exclusive = forms.BooleanField(label=_("Held exclusively"), required=False)
    territory = forms.CharField(
        label=_("Territory"),
        max_length=200,
        required=False,
        help_text=_("Country codes such as JP, US. Empty: everywhere."),
    )
    begins = forms.DateField(label=_("Since"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    ends = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    succeeds = forms.ChoiceField(
        label=_("From whom did it pass to you?"),
        required=False,
        help_text=_("Who claimed it before is asked to agree."),
    )
    evidence = forms.CharField(
        label=_("What proves it?"),
        max_length=LONGEST_EVIDENCE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Date and parties of the contract, colophon, registration number. Everybody sees it."),
    )
    link = forms.URLField(label=_("Address where it can be seen"), required=False, assume_scheme="https")

    def __init__(self, user: User, lines: Sequence[Line], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].choices = [(key, wording.chosen(text)) for key, text in BASES.items()]
        named = ((key, wording.chosen(one.label)) for key, one in layers().items())
        self.fields["layer"].choices = [("", _("the whole work")), *named]
        standing = (
            (one.shown.key, f"{one.shown.claimed.holder} ({one.what})") for one in lines if one.shown.stands
        )
        self.fields["succeeds"].choices = [("", "–"), *standing]
        if len(self.fields["succeeds"].choices) == 1:
            self.fields["succeeds"].widget = forms.HiddenInput()
        self.fields["organisation"] = OwnerField(user)
        if not self.fields["organisation"].bodies:
            self.fields["organisation"].widget = forms.HiddenInput()

    def clean_share(self) -> int:
        """Hundredths of a percent."""
        try:
            return share_of(self.cleaned_data["share"])
        except Problem as problem:
            raise forms.ValidationError(
                wording.chosen(problem.cause) + wording.chosen(problem.cure)
            ) from None

    def claimed(self) -> Claimed:
        """The claim of a valid form."""
        told = {
            key: value for key, value in self.cleaned_data.items() if key not in ("succeeds", "organisation")
        }
        codes = told.pop("territory").upper().replace("、", ",").split(",")
        return Claimed(**told, territory=tuple(dict.fromkeys(code.strip() for code in codes if code.strip())))

    def organisation(self) -> Organisation | None:
        """For which organisation, in a valid form."""
        return self.fields["organisation"].bodies.get(self.cleaned_data["organisation"])

    def refuse(self, problem: Problem) -> None:
        """Tell a problem at its field."""
        words = f"{wording.chosen(problem.cause)} {wording.chosen(problem.cure)}"
        self.add_error(problem.where if problem.where in self.fields else None, words)
