"""How the demo is made: each module lays its part on the timeline, as the people who did it."""
