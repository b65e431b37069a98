"""A visible mark on documents and pictures: who took the copy, under which grant, when (art. 42, 46)."""

from collections.abc import Callable
from io import BytesIO
from math import ceil
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from delivery.errors import NoMark
from delivery.models import Delivery
from workdays.clock import SHANGHAI

KEPT_IN_MEMORY = 4 * 1024 * 1024
MOST_PIXELS = 60_000_000
MOST_PAGES = 2_000
PDF = "application/pdf"
FONT = "STSong-Light"
GREY = Color(0.35, 0.35, 0.35, alpha=0.28)


def can_mark(media_type: str) -> bool:
    """Whether a visible mark can be put on files of this type."""
    return media_type in MARKERS


def refusal() -> NoMark:
    return NoMark()


def words(delivery: Delivery) -> list[str]:
    """What the mark says: organization and person, grant and delivery, when."""
    when = delivery.started_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    who = f"{delivery.organization_name} {delivery.person_name or delivery.person}"
    return [who, f"{delivery.grant.number} {delivery.number}", when]


def letters(delivery: Delivery) -> list[str]:
    """The same in Latin letters, for pictures where no Chinese font is set."""
    return [f"{delivery.organization} {delivery.person}", *words(delivery)[1:]]


def mark(content: IO[bytes], media_type: str, delivery: Delivery) -> Any:
    """A marked copy in a temporary file. Raises NoMark when the file cannot be read as what it says it is."""
    lines = words(delivery) if media_type == PDF or settings.MARK_FONT else letters(delivery)
    made: Any = SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115 - the answer closes it
    try:
        MARKERS[media_type](content, made, lines)
    except (PyPdfError, OSError, ValueError, Image.DecompressionBombError):
        made.close()
        raise NoMark from None
    made.seek(0)
    return made


def _pdf(content: IO[bytes], made: IO[bytes], lines: list[str]) -> None:
    reader = PdfReader(content)
    if reader.is_encrypted or len(reader.pages) > MOST_PAGES:
        raise ValueError
    writer = PdfWriter(clone_from=reader)
    stamps: dict[tuple[float, float], Any] = {}
    for page in writer.pages:
        size = float(page.mediabox.width), float(page.mediabox.height)
        if size not in stamps:
            stamps[size] = PdfReader(BytesIO(_stamp(size, lines))).pages[0]
        page.merge_page(stamps[size])
    writer.add_metadata({"/Subject": " ".join(lines)})
    writer.write(made)


def _stamp(size: tuple[float, float], lines: list[str]) -> bytes:
    """One page with the words again and again, slanting, in a font that every reader has for Chinese."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file, (width, height) = BytesIO(), size
    canvas = Canvas(file, pagesize=size)
    canvas.setFillColor(GREY)
    canvas.setFont(FONT, 12)
    for across in range(ceil(width / 260)):
        for down in range(ceil(height / 200)):
            canvas.saveState()
            canvas.translate(across * 260 + 30, down * 200 + 60)
            canvas.rotate(28)
            for line, text in enumerate(lines):
                canvas.drawString(0, -16 * line, text)
            canvas.restoreState()
    canvas.save()
    return file.getvalue()


def _picture(form: str) -> Callable[[IO[bytes], IO[bytes], list[str]], None]:
    def put(content: IO[bytes], made: IO[bytes], lines: list[str]) -> None:
        with Image.open(content, formats=[form]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValueError
            seen = picture.convert("RGBA")
            seen.alpha_composite(_layer(seen.size, lines))
            seen.convert("RGB" if form == "JPEG" else "RGBA").save(made, form)

    return put


def _layer(size: tuple[int, int], lines: list[str]) -> Image.Image:
    """The words again and again over a picture, dark and light, so that every ground shows them."""
    layer = Image.new("RGBA", size)
    pen, height = ImageDraw.Draw(layer), max(min(size) // 24, 12)
    text, font = "\n".join(lines), _font(height)
    for top in range(height, max(size[1], height + 1), height * 9):
        for left in range(height // 2, max(size[0], height), height * 22):
            pen.multiline_text((left + 1, top + 1), text, font=font, fill=(0, 0, 0, 90))
            pen.multiline_text((left, top), text, font=font, fill=(255, 255, 255, 110))
    return layer


def _font(height: int) -> Any:
    """The font of the setting, which should know Chinese; else one that knows Latin letters alone."""
    chosen = settings.MARK_FONT
    return ImageFont.truetype(chosen, height) if chosen else ImageFont.load_default(height)


MARKERS: dict[str, Callable[[IO[bytes], IO[bytes], list[str]], None]] = {
    PDF: _pdf,
    "image/png": _picture("PNG"),
    "image/jpeg": _picture("JPEG"),
}
