"""What happened to a portfolio, for whoever keeps a record. Sent within its transaction.

Arguments: `spend_import`, `by` (a user or None), `now`.
"""

from django.dispatch import Signal

import_confirmed = Signal()
import_undone = Signal()
