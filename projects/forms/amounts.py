"""Amounts as people type or paste them: £1,250.50 as well as 1250.50."""

import re
from typing import Any

from django import forms

# A comma that does not part thousands may be a decimal comma: it is asked about, not guessed at.
WITH_COMMAS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d*)?")


class AmountField(forms.DecimalField):
    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.strip().replace("£", "", 1).strip().replace("−", "-")
            if WITH_COMMAS.fullmatch(value):
                value = value.replace(",", "")
        return super().to_python(value)
