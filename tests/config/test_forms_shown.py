"""A plain form is accessible without any markup of its own."""

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Template


class SampleForm(forms.Form):
    name = forms.CharField(help_text="As colleagues know you.")
    agree = forms.BooleanField(required=False)
    themes = forms.MultipleChoiceField(
        choices=[("heat", "<Heat>")], widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}), required=False
    )


def test_help_and_error_are_tied_to_their_field():
    html = str(SampleForm({}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'class="field__errors errorlist" id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_field_that_may_stay_empty_says_so():
    html = str(SampleForm())
    assert html.count("(optional)") == 1
    assert '<legend>Themes <span class="field__optional">(optional)</span></legend>' in html


def test_a_group_of_choices_is_a_fieldset_and_escapes_its_labels():
    html = str(SampleForm())
    assert 'class="choices chips"' in html
    assert "<span>&lt;Heat&gt;</span>" in html


def test_a_message_with_an_address_offers_undo():
    template = Template('{% include "_messages.html" %}')
    undoable = Message(constants.SUCCESS, "Put aside.", extra_tags="/app/later/3/undo/")
    html = template.render(Context({"messages": [undoable], "csrf_token": "x" * 32}))
    assert '<form method="post" action="/app/later/3/undo/" data-undo>' in html

    plain = template.render(Context({"messages": [Message(constants.ERROR, "<b>No</b>")]}))
    assert "data-undo" not in plain
    assert "&lt;b&gt;No&lt;/b&gt;" in plain
