"""A share request as REST shows it."""

from procedure.serializers import CaseSerializer
from sharing.models import ShareRequest


class ShareRequestSerializer(CaseSerializer):
    """A share request: the case, what is asked, and, once it may be known, the answer."""

    class Meta(CaseSerializer.Meta):
        model = ShareRequest
