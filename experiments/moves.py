"""What moves along when ideas are merged: the experiments that try them."""

from experiments.models import Experiment
from history.moving import moves

moves(Experiment.ideas.through, "idea", "experiments", once=("experiment",), seen_by="experiment")
