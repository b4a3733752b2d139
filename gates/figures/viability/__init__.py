"""What salespeople expect of a feature: scores and agreement, expansion, the risk and the pipeline beside them."""
