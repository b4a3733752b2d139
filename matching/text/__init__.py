"""Reading text without any database: words, sentences as vectors, and the nearest of many."""
