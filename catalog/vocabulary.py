"""The words of the national core metadata: classes, themes, formats, types, cycles (art. 3, 20, 25, 32)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Classification(TextChoices):
    """The class (类) of the national guide; its digit opens the code."""

    BASE = "base", _("Base data")
    THEME = "theme", _("Thematic data")
    DEPARTMENT = "department", _("Departmental data")


class BaseKind(TextChoices):
    """The five bodies of base data that article 25 names: items 01 to 05 of class 1."""

    POPULATION = "population", _("Population")
    LEGAL_PERSON = "legal_person", _("Legal persons")
    GEOSPATIAL = "geospatial", _("Natural resources and geospatial")
    SOCIAL_CREDIT = "social_credit", _("Social credit")
    CERTIFICATE = "certificate", _("Electronic certificates")


class Theme(TextChoices):
    """The themes of the national guide: items 01 to 12 of class 2."""

    PUBLIC_SERVICE = "public_service", _("Public services")
    HEALTH = "health", _("Health")
    SOCIAL_SECURITY = "social_security", _("Social security")
    FOOD_AND_DRUG = "food_and_drug", _("Food and drug safety")
    WORK_SAFETY = "work_safety", _("Work safety")
    PRICES = "prices", _("Price control")
    ENERGY = "energy", _("Energy security")
    CREDIT_SYSTEM = "credit_system", _("Credit system")
    URBAN_RURAL = "urban_rural", _("Urban and rural construction")
    COMMUNITY = "community", _("Community governance")
    ECOLOGY = "ecology", _("Environment")
    EMERGENCY = "emergency", _("Emergencies and stability")


class Format(TextChoices):
    """The form in which the data is kept (art. 3)."""

    TABLE = "table", _("Table")
    API = "api", _("API")
    DOCUMENT = "document", _("Document")
    IMAGE = "image", _("Image")
    AUDIO = "audio", _("Audio")
    VIDEO = "video", _("Video")
    ARCHIVE = "archive", _("Archive")


class ShareType(TextChoices):
    UNCONDITIONAL = "unconditional", _("Shared unconditionally")
    CONDITIONAL = "conditional", _("Shared on conditions")
    WITHHELD = "withheld", _("Not shared")


class ShareMode(TextChoices):
    """How the platform hands shared data over; paper is no mode (art. 29(3))."""

    DATABASE = "database", _("Table exchange")
    API = "api", _("API")
    FILE = "file", _("File")


class OpenType(TextChoices):
    UNCONDITIONAL = "unconditional", _("Open to all")
    ON_APPLICATION = "on_application", _("Open on application")
    CLOSED = "closed", _("Not open")


class UpdateCycle(TextChoices):
    REALTIME = "realtime", _("In real time")
    DAILY = "daily", _("Daily")
    WEEKLY = "weekly", _("Weekly")
    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")
    YEARLY = "yearly", _("Yearly")
    IRREGULAR = "irregular", _("At no fixed time")


class Secrecy(TextChoices):
    """What the provider declares under article 1; only the first is ever stored."""

    NONE = "none", _("Not a state secret")
    SECRET = "secret", _("A state secret")


class FieldType(TextChoices):
    STRING = "string", _("Characters")
    TEXT = "text", _("Long text")
    INTEGER = "integer", _("Whole number")
    DECIMAL = "decimal", _("Decimal number")
    DATE = "date", _("Date")
    DATETIME = "datetime", _("Date and time")
    BOOLEAN = "boolean", _("Yes or no")
    BINARY = "binary", _("File or image")


class Sensitivity(TextChoices):
    NONE = "none", _("None")
    INTERNAL = "internal", _("Internal")
    PERSONAL = "personal", _("Personal")
    SENSITIVE_PERSONAL = "sensitive_personal", _("Sensitive personal")
    BUSINESS = "business", _("Business secret")


class Status(TextChoices):
    """Where an entry stands; only a step of a case changes it."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    OFFLINE = "offline", _("Offline")
