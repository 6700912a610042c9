"""The program as people use it: in real terminals, from the first screen to the debited hours."""
