"""What a story is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

PARAGRAPH_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "blockquote", "code"]
# A blog post is one text, so its pictures stand in it.
POST_FEATURES = [*PARAGRAPH_FEATURES, "image"]


class QuoteBlock(blocks.StructBlock):
    """Someone's own words."""

    quote = blocks.TextBlock(label=_("quote"))
    who = blocks.CharBlock(label=_("who"), required=False)

    class Meta:
        icon = "openquote"
        template = "cms/blocks/quote.html"


class AwaitedPictureBlock(blocks.StructBlock):
    """A picture named by an imported text that has not been fetched yet; a task puts the picture in its place."""

    url = blocks.URLBlock(label=_("address"))
    alt = blocks.CharBlock(label=_("description"), required=False)

    class Meta:
        icon = "image"
        template = "cms/blocks/awaited_picture.html"


class StoryBlock(blocks.StreamBlock):
    """Paragraphs, pictures and quotes in any order."""

    paragraph = blocks.RichTextBlock(
        label=_("paragraph"), features=PARAGRAPH_FEATURES, template="cms/blocks/paragraph.html"
    )
    picture = ImageBlock(label=_("picture"), template="cms/blocks/picture.html")
    quote = QuoteBlock(label=_("quote"))
    awaited_picture = AwaitedPictureBlock(label=_("picture to be fetched"))


class ChoiceBlock(blocks.StructBlock):
    """A possible answer, and what is to be said about it."""

    text = blocks.CharBlock(label=_("answer"), max_length=160)
    is_right = blocks.BooleanBlock(label=_("a good answer"), required=False)
    why = blocks.CharBlock(label=_("why, or why not"), max_length=300)

    class Meta:
        icon = "tick"


class LessonQuestionBlock(blocks.StructBlock):
    """Something to think about; every answer is explained, none is counted."""

    question = blocks.CharBlock(label=_("question"), max_length=240)
    choices = blocks.ListBlock(ChoiceBlock(), label=_("answers"), min_num=2, max_num=5)

    class Meta:
        icon = "help"


class LessonBlock(blocks.StreamBlock):
    """Short text, pictures and questions in any order."""

    paragraph = blocks.RichTextBlock(label=_("text"), features=PARAGRAPH_FEATURES, template="cms/blocks/paragraph.html")
    picture = ImageBlock(label=_("picture"), template="cms/blocks/picture.html")
    question = LessonQuestionBlock(label=_("question"))

    class Meta:
        block_counts = {"question": {"max_num": 5}}
