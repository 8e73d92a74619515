"""Numbers in addresses."""

from django.urls.converters import IntConverter

# The largest number that a key of the database can be; SQLite fails at a larger one, so no page has it.
LARGEST = 2**63 - 1


class NumberConverter(IntConverter):
    """`<number:…>` in the addresses of all apps: a number that a row may have; any other is a page that is not there."""

    def to_python(self, value: str) -> int:
        """Return the number; ValueError tells Django that the address is nobody's."""
        # More digits than the largest has are not even worth reading.
        number = int(value) if len(value) <= len(str(LARGEST)) else LARGEST + 1
        if number > LARGEST:
            raise ValueError(value)
        return number
