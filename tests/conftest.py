"""What holds for every test: no test is decided by how long something takes."""

from hypothesis import HealthCheck, settings

settings.register_profile("torikumi", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("torikumi")
