"""Two versions of an agreement: aligned, told apart, and the steps from one to the other."""
