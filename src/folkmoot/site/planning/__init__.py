"""Plans of engagement: what is to be learnt, from whom, how much people decide, in which rounds."""
