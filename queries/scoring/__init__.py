"""What a tie weighs, and why: pure functions, each with its source and its reasons in words."""
