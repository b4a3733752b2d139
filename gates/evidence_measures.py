"""What the evidence says, measured: each function here is a value that a criterion may name."""
