"""The use cases: what a person can do, one module each. They know the rules and the ports, never the screens."""
