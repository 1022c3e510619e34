"""The citizens' panel: people who agreed to be asked again, the waves drawn from them, and what came of what they said."""
