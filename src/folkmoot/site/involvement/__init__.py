"""What part citizens have at each stage of an initiative, from choosing it to evaluating it, or none and why."""
