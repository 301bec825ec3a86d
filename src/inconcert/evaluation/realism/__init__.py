"""How far the organic background of the simulation is from real organic posts."""
