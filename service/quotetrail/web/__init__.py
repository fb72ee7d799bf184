"""Pages and the assets they need, served from here and from nowhere else."""
