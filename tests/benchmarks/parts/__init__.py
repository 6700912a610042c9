"""What is measured, one module per question: each has `measure(bench)`, which returns what it found."""
