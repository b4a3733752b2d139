"""The web door of people, products and the organisation."""
