"""Forms of the account pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kenri.accounts.models import Organisation, User
from kenri.accounts.permissions import actions, roles
from kenri.accounts.services import appointment
from kenri.vocab.vocabularies import territories
from kenri.web import wording


class ProfileForm(forms.ModelForm):
    """Who the user is to others."""

    class Meta:
        """What of a user they write themselves."""

        model = User
        fields = ("name", "language", "country")
        labels = {"name": _("Name"), "language": _("Language of letters"), "country": _("Country (ISO code)")}
        help_texts = {"country": _("Two letters, for example JP.")}

    def clean_country(self) -> str:
        """The code of a country, or nothing."""
        country = self.cleaned_data["country"].upper()
        if country and country not in territories():
            raise forms.ValidationError(_("This is no country code of ISO 3166-1. Write one such as JP."))
        return country


class OrganisationForm(forms.Form):
    """A new organisation."""

    name = forms.CharField(label=_("Name"), max_length=200)
    corporate_number = forms.CharField(label=_("Corporate number (法人番号)"), max_length=20, required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")


class InvitationForm(forms.Form):
    """An address and the role that it is offered: one that the organisation has."""

    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, organisation: Organisation, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [
            (key, wording.chosen(role.label))
            for key, role in roles().items()
            if not role.appointed_by or appointment(organisation, key)
        ]


class KeyForm(forms.Form):
    """A key for a programme."""

    name = forms.CharField(label=_("What is it for?"), max_length=100)
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"), widget=forms.SelectMultiple(attrs={"size": 5})
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [
            (key, wording.chosen(action.label)) for key, action in actions().items()
        ]


class ErasureForm(forms.Form):
    """The user's own address, typed again so that nobody erases an account by accident."""

    email = forms.EmailField(label=_("To confirm, type your e-mail address"))

    def __init__(self, user: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        """Must be the user's."""
        email = self.cleaned_data["email"]
        if email.lower() != self.user.email.lower():
            raise forms.ValidationError(_("This is not the address of your account."))
        return email
