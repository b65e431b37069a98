"""Small real files behind entries of the demonstration, made in code: PDF, PNG, WAV and ZIP (art. 3, 23)."""

import io
import struct
import wave
import zipfile
import zlib

from pypdf import PdfWriter

from catalog.vocabulary import Format

NOTE = "本文件由演示程序生成，内容为虚构示例。\n"


def pdf() -> bytes:
    """Three blank pages of A4."""
    writer, content = PdfWriter(), io.BytesIO()
    for _page in range(3):
        writer.add_blank_page(width=595, height=842)
    writer.write(content)
    return content.getvalue()


def png(width: int = 320, height: int = 200) -> bytes:
    """Stripes of indigo, line by line."""
    colours = (b"\x1f\x3f\x7a", b"\xc9\xd6\xee")
    lines = b"".join(b"\0" + colours[line // 20 % 2] * width for line in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = _part(b"IHDR", head) + _part(b"IDAT", zlib.compress(lines)) + _part(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def _part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def wav() -> bytes:
    """Two seconds of silence."""
    content = io.BytesIO()
    with wave.open(content, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * 16_000)
    return content.getvalue()


def zipped() -> bytes:
    """Two files that say that they are invented."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("说明.txt", NOTE)
        archive.writestr("示例.csv", "name,value\n示例,1\n")
    return content.getvalue()


FILES = {
    Format.DOCUMENT: ("示例文件.pdf", pdf),
    Format.IMAGE: ("示例图片.png", png),
    Format.AUDIO: ("示例录音.wav", wav),
    Format.ARCHIVE: ("示例资料.zip", zipped),
}
