"""The worked example: the Essex programme of 2020 and 2021, replayed with made-up people, answers and decisions."""
