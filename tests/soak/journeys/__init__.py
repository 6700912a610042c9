"""Random journeys through the use cases, on a real base, held to a small model of hours (promise 9)."""
