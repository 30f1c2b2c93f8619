from hypothesis import settings

# A busy machine makes one example slow now and then; slowness has its own tests.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
