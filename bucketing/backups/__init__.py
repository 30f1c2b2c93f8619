"""A copy of everything an installation holds, and the way back from it."""
