"""Files mounted behind the entry of the world, as a load leaves them."""

import hashlib
import io

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from delivery.models import Resource, ResourceKind, StoredFile, Version
from workdays import clock


def pdf() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    for page in ("one", "two"):
        canvas.drawString(100, 700, f"page {page}")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (400, 300), (40, 90, 60)).save(file, "PNG")
    return file.getvalue()


def shelve(entry, **contents: tuple[str, bytes]) -> Resource:
    """A resource of files; each is given by name (`_` for the point) as type and content."""
    digest = hashlib.sha256(b"".join(content for _type, content in contents.values())).hexdigest()
    resource = Resource.objects.create(
        code=f"{entry.code}-2", entry=entry, kind=ResourceKind.FILE, digest=digest, loaded_at=clock.now()
    )
    version = Version.objects.create(
        resource=resource,
        number=1,
        rows=0,
        size=0,
        digest=digest,
        mode="full",
        origin="upload",
        loaded_at=clock.now(),
    )
    for name, (media_type, content) in contents.items():
        stored = default_storage.save(f"files/{name}", ContentFile(content))
        StoredFile.objects.create(
            resource=resource, version=version, name=name.replace("_", "."), media_type=media_type,
            size=len(content), digest=hashlib.sha256(content).hexdigest(), file=stored,
        )  # fmt: skip
    Resource.objects.filter(pk=resource.pk).update(current=version)
    resource.refresh_from_db()
    return resource
