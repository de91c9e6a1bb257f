"""The form on which a licence is asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kenri.registry.licences import Asked
from kenri.vocab.problems import Problem
from kenri.vocab.uses import Use, use_named
from kenri.web import wording
from kenri.web.rights import planning


class LicenceForm(forms.Form):
    """For whom, for what use, where and how long."""

    to = forms.CharField(label=_("Name of whoever uses it"), max_length=200)
    use = forms.ChoiceField(label=_("What do you want to do with it?"))
    manner = forms.CharField(
        label=_("In your words: in what, how, how many"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    commercial = forms.ChoiceField(
        label=_("Is it for profit?"), choices=[("", "–"), ("yes", _("yes")), ("no", _("no"))]
    )
    territory = forms.CharField(
        label=_("Territory"),
        max_length=60,
        initial="JP",
        help_text=_("Country codes such as JP, US. WORLD: everywhere."),
    )
    begins = forms.DateField(label=_("First day of the use"), widget=forms.DateInput(attrs={"type": "date"}))
    ends = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    accept = forms.BooleanField(label=_("I accept the terms shown above"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["use"].choices = [("", "–"), *planning.preset_groups()]

    def asked(self) -> Asked:
        """What a valid form asks for. Raises those of ``use_named``."""
        told = self.cleaned_data
        return Asked(told["to"], told["manner"], self._use())

    def _use(self) -> Use:
        told = self.cleaned_data
        codes = told["territory"].upper().replace("、", ",").split(",")
        return use_named(
            told["use"],
            commercial=told["commercial"] == "yes",
            territory=tuple(code.strip() for code in codes if code.strip()),
            begins=told["begins"],
            ends=told["ends"],
        )

    def refuse(self, problem: Problem) -> None:
        """Tell a problem at its field."""
        words = f"{wording.chosen(problem.cause)} {wording.chosen(problem.cure)}"
        self.add_error(problem.where if problem.where in self.fields else None, words)
