"""What was asked: from an utterance to ranked queries."""
