"""The project, and the workshop at the middle of it."""

import os

# The tables are small: threads of numpy that wait for each other cost more than they save, in every
# process of ours. It has to be said before numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
