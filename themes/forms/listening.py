"""A source to listen to, asked for in the words of its kind."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from themes.fetching import lies_inside
from themes.forms.versions import VersionedForm
from themes.models import ListeningSource

_Kind = ListeningSource.Kind
_HOST = re.compile(r"^(?=.{4,253}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$")
_IS_WEB = URLValidator(schemes=["http", "https"])


class SourceForm(VersionedForm):
    """What is asked depends on the kind: an address, a server, a hashtag, words."""

    class Meta:
        model = ListeningSource
        fields = ["address", "query", "name", "every_minutes", "offers_questions"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.instance.kind
        for name in ("address", "query", "name"):
            self.fields[name].required = name != "name"
        self.fields["name"].help_text = _("How you call it; left empty it gets the name of what it listens to.")
        address, query = self.fields["address"], self.fields["query"]
        if kind == _Kind.FEED:
            address.label, address.help_text = _("Address of the feed"), _("It often ends in feed, rss or atom.xml.")
            address.widget.attrs |= {"inputmode": "url", "placeholder": "https://"}
            del self.fields["query"]
        elif kind == _Kind.BLUESKY:
            query.label, query.help_text = _("Words to search for"), _("Words in quotes are searched for together.")
            del self.fields["address"]
        else:
            address.label, address.help_text = _("Server"), _("For example mastodon.nl.")
            query.label, query.help_text = _("Hashtag"), _("One word, with or without its sign.")
            if kind == _Kind.MASTODON_PUBLIC:
                del self.fields["query"]

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"].strip()
        if self.instance.kind == _Kind.FEED:
            address = address if "://" in address else f"https://{address}"
            try:
                _IS_WEB(address)
            except ValidationError as error:
                raise forms.ValidationError(_("This is not a web address.")) from error
            if lies_inside(address):
                raise forms.ValidationError(
                    _("This address lies inside a network. Only what everyone can read is listened to.")
                )
            return address
        host = (urlsplit(address).hostname or "" if "://" in address else address.strip("@/")).lower()
        if not _HOST.match(host):
            raise forms.ValidationError(_("This is not the name of a server."))
        return host

    def clean_query(self) -> str:
        query: str = " ".join(self.cleaned_data["query"].split())
        if self.instance.kind == _Kind.MASTODON_TAG:
            query = query.lstrip("#")
            if not re.fullmatch(r"\w+", query) or query.isdecimal():
                raise forms.ValidationError(_("A hashtag is one word of letters and figures."))
        return query

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        same = ListeningSource.objects.filter(
            programme=self.instance.programme_id,
            kind=self.instance.kind,
            address=data.get("address", ""),
            query=data.get("query", ""),
        ).exclude(pk=self.instance.pk)
        if not self.errors and same.exists():
            self.add_error(next(iter(self.fields)), _("The programme listens to this one already."))
        return data

    def save(self, commit: bool = True) -> ListeningSource:
        source: ListeningSource = super().save(commit=False)
        source.name = source.name or source.place[:160]
        if commit:
            source.save()
        return source
