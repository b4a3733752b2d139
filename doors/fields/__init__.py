"""Fields of an organisation's own: what they are, what values they hold, how forms and lists ask for them, how they are kept."""
