"""Frames, and the samples drawn from them: who is asked, how they were chosen, and the same draw again from its seed."""
