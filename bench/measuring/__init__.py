"""What is measured: pages and lookups in ``lists``, long work in ``works``."""
