"""A demonstration: fictitious people taken through the journey by the same use cases as real ones."""
