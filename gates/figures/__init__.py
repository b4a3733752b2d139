"""The figures that gates are judged on: pure functions on numbers, no models, no clock.

An undefined figure is None, shown as "not enough data", and never 0. Shares and
probabilities are fractions between 0 and 1, whatever a page makes of them.
Input that makes no sense (a probability of 1.2, more successes than trials)
raises ValueError.
"""
