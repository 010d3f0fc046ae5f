"""What is told and what is asked: the message bar, questions, choices."""
